package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * 2-D convolution (cross-correlation, as in every framework): C×H×W → out×H′×W′ with
 * H′ = ⌊(H + padTop + padBottom − dilation·(kernel − 1) − 1)/stride⌋ + 1, likewise W′.
 *
 * <p>Weight {@code <method>.weight} has shape [out, C/groups, kernelHeight, kernelWidth]; with a bias, {@code <method>.bias}
 * has shape [out].
 *
 * <pre>{@code
 * @Conv(out = 64, kernel = 7, stride = 2) Tensor conv1();                       // 3×224×224 → 64×112×112
 * @Conv(out = 32, kernel = {1, 3}, pad = {0, 0, 0, 2}) Tensor causal();         // pads two columns at the right
 * @Conv(out = 64, kernel = 3, groups = 64) Tensor depthwise();                  // over 64 channels
 * }</pre>
 *
 * <p>Findings: {@code attribute}, {@code groups}, {@code window-size}, {@code duplicate-key}, {@code too-large};
 * {@code redundant-bias}, {@code unread-activations}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv {
    /** Name of the parameters (and of the layer in reports), if not the method's: {@code conv1.0}. */
    String name() default "";

    /** Output channels. Must be given, here or, in a block, by {@link Let}. */
    int out() default 0;

    /** Kernel size: one number, or height and width. */
    int[] kernel() default 1;

    /** Stride: one number, or vertical and horizontal. */
    int[] stride() default 1;

    /** Amount of padding where {@link #pad()} is not given. */
    Padding padding() default Padding.HALF;

    /** Zeros around the input: one number; vertical and horizontal; or top, left, bottom, right. */
    int[] pad() default {};

    /** Dilation: one number, or vertical and horizontal. */
    int[] dilation() default 1;

    /** Groups; they must divide the input's channels and {@link #out()}. {@code groups == C} is a depthwise convolution. */
    int groups() default 1;

    /** Whether a bias is added. Without effect on what can be expressed when a {@link BatchNorm} follows, hence off. */
    boolean bias() default false;
}
