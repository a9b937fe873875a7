package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A larger map: C×H×W → C×(scale·H)×(scale·W). The middle of output pixel o lies at (o + ½)/scale − ½ of the input, as in PyTorch's
 * {@code Upsample} with {@code align_corners=False}.
 *
 * <pre>{@code
 * @Upsample(scale = 2, mode = Upsample.Mode.BILINEAR) Tensor up();   // 64×28×28 → 64×56×56
 * }</pre>
 *
 * <p>Findings: {@code attribute}, {@code too-large}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Upsample {
    /** Rows and columns per row and column, 2 to 64. */
    int scale() default 2;

    /** How pixels between those of the input come about. */
    Mode mode() default Mode.NEAREST;

    /** How pixels between those of the input come about. */
    enum Mode {
        /** Each pixel becomes a square. */
        NEAREST,
        /** Linear between the rows and columns around; beyond the outermost middles as there. */
        BILINEAR
    }
}
