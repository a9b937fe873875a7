package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The same elements in another shape: C×H×W → channels×height×width, both counted channel by channel, row by row, column by column. The
 * one that is not given is what is left, as -1 in PyTorch's {@code reshape}.
 *
 * <pre>{@code
 * @Reshape(channels = 1, width = 1) @Conv(out = 1, kernel = {5, 1}) @Flatten Tensor mixed();   // 64×1×1: along the channels
 * }</pre>
 *
 * <p>Findings: {@code attribute}, {@code shape-mismatch}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Reshape {
    /** Channels; 0: what is left. */
    int channels() default 0;

    /** Rows; 0: what is left. */
    int height() default 0;

    /** Columns; 0: what is left. */
    int width() default 0;
}
