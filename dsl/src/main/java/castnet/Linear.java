package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fully connected layer: C×1×1 → out×1×1. A map with more than one pixel needs {@link Flatten} or {@link GlobalAvgPool}
 * before it. Weight {@code <method>.weight} has shape [out, C], {@code <method>.bias} [out].
 *
 * <p>Findings: {@code attribute}, {@code shape-mismatch}, {@code duplicate-key}, {@code too-large}; {@code redundant-bias}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Linear {
    /** Name of the parameters (and of the layer in reports), if not the method's: {@code conv1.0}. */
    String name() default "";

    /** Output features. Must be given, here or, in a block, by {@link Let}. */
    int out() default 0;

    /** Whether a bias is added. */
    boolean bias() default true;
}
