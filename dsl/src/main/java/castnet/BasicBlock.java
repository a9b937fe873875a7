package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stage of basic residual blocks (He et al. 2015): 3×3 (stride), batch norm, ReLU, 3×3, batch norm, plus the shortcut, ReLU.
 * C×H×W → width×⌈H/stride⌉×⌈W/stride⌉; only the first block has the stride.
 *
 * <p>Keys as in torchvision: {@code <method>.<block>.conv1.weight}, {@code .bn1.…}, {@code .conv2…}, {@code .bn2…},
 * {@code .downsample.0.weight}, {@code .downsample.1.…}.
 *
 * <p>With {@link #preActivation()}: batch norm, ReLU, 3×3 (stride), batch norm, ReLU, 3×3, plus the shortcut (He et al.
 * 2016). Where the shortcut is a projection it reads what the first ReLU made, and has no batch norm of its own. Batch
 * norm and ReLU behind the last stage are layers of their own.
 *
 * <p>Findings: {@code attribute}, {@code shape-mismatch}, {@code duplicate-key}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BasicBlock {
    /** Output channels. Must be given, here or, in a block, by {@link Let}. */
    int width() default 0;

    /** Number of blocks, at most 1024. */
    int repeat() default 1;

    /** Stride of the first block. */
    int stride() default 1;

    /** Shortcut where shapes change, if not what {@link Residual} says. */
    Shortcut shortcut() default Shortcut.PROJECTION;

    /** Whether batch norm and ReLU come before the convolutions, if not what {@link Residual} says. */
    boolean preActivation() default false;

    /**
     * Squeeze-and-excite (Hu et al. 2018) behind the last batch norm of each block, before the sum: mean over the pixels, 1×1 to
     * 1/squeezeExcite of the channels, ReLU, 1×1 back, sigmoid, times the map. 0: none. The channels between are rounded to a
     * multiple of 8, at least 8; keys {@code .se.fc1.weight}, {@code .se.fc1.bias}, {@code .se.fc2.…}; both as in timm.
     */
    int squeezeExcite() default 0;
}
