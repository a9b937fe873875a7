package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Maximum over a window per channel; padding counts as −∞. Sizes as for {@link Conv}.
 *
 * <p>Findings: {@code attribute}, {@code window-size}, {@code pool-padding}; {@code no-effect}, {@code unread-activations}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MaxPool {
    /** Window size: one number, or height and width. Must be given, here or, in a block, by {@link Let}. */
    int[] kernel() default {};

    /** Stride: one number, or vertical and horizontal; the window's size if not given. */
    int[] stride() default {};

    /** Amount of padding where {@link #pad()} is not given; none if no stride is given either, as windows then lie side by side. */
    Padding padding() default Padding.HALF;

    /** Padding: one number; vertical and horizontal; or top, left, bottom, right. At most half of the window. */
    int[] pad() default {};

    /** Whether the output's size is rounded up, so that a last window may hang over the edge (but not start beyond it). */
    boolean ceilMode() default false;
}
