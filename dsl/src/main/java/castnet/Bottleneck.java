package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A stage of bottleneck blocks (He et al. 2015): 1×1, batch norm, ReLU, 3×3, batch norm, ReLU, 1×1, batch norm, plus the
 * shortcut, ReLU. C×H×W → (width·expansion)×⌈H/stride⌉×⌈W/stride⌉; only the first block has the stride.
 *
 * <p>Keys as in torchvision: {@code <method>.<block>.conv1.weight} … {@code .bn3…}, {@code .downsample.0.weight},
 * {@code .downsample.1.…} (with a pool in the shortcut: {@code .downsample.1.weight}, {@code .downsample.2.…}, as in timm).
 *
 * <p>With {@link #preActivation()}: batch norm, ReLU, 1×1, batch norm, ReLU, 3×3, batch norm, ReLU, 1×1, plus the
 * shortcut (He et al. 2016). Where the shortcut is a projection it reads what the first ReLU made, and has no batch norm
 * of its own. Batch norm and ReLU behind the last stage are layers of their own.
 *
 * <pre>{@code
 * @Bottleneck(width = 128, repeat = 4, stride = 2, at = CONV3x3) Tensor layer2();   // 256×56×56 → 512×28×28
 * }</pre>
 *
 * <p>Findings: {@code attribute}, {@code groups}, {@code shape-mismatch}, {@code previous-stage}, {@code duplicate-key};
 * {@code unread-activations}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Bottleneck {
    /** Base width; the 3×3 has ⌊width·groupWidth/64⌋·groups channels, which is {@code width} by default. Must be given, here or, in a block, by {@link Let}. */
    int width() default 0;

    /** Number of blocks, at most 1024. */
    int repeat() default 1;

    /** Stride of the first block. */
    int stride() default 1;

    /** Where the first block puts its stride, if not where {@link Residual} says. */
    StrideAt at() default StrideAt.CONV3x3;

    /** Shortcut where shapes change, if not what {@link Residual} says. */
    Shortcut shortcut() default Shortcut.PROJECTION;

    /** Groups of the 3×3 (ResNeXt: 32). */
    int groups() default 1;

    /** Channels per group for width 64 (ResNeXt-50 32×4d: 4; Wide ResNet-50-2: 128 with one group). */
    int groupWidth() default 64;

    /** Output channels per {@link #width()}. */
    int expansion() default 4;

    /** Whether batch norm and ReLU come before the convolutions, if not what {@link Residual} says. */
    boolean preActivation() default false;

    /**
     * Squeeze-and-excite (Hu et al. 2018) behind the last batch norm of each block, before the sum: mean over the pixels, 1×1 to
     * 1/squeezeExcite of the channels, ReLU, 1×1 back, sigmoid, times the map. 0: none. The channels between are rounded to a
     * multiple of 8, at least 8; keys {@code .se.fc1.weight}, {@code .se.fc1.bias}, {@code .se.fc2.…}; both as in timm.
     */
    int squeezeExcite() default 0;
}
