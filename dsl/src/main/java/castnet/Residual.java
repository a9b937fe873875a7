package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Defaults of all residual blocks of a network ({@link BasicBlock}, {@link Bottleneck}) that do not say otherwise. A variant
 * that only changes where strides sit: {@code @Residual(at = CONV1x1) interface ResNet50V1 extends ResNet50 {}}. What is not
 * written here comes from the extended network, then from the blocks' own defaults.
 *
 * <p>Findings: {@code missing-network}; {@code attribute} for zeroGamma together with preActivation.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Residual {
    /** Where bottlenecks put their stride. */
    StrideAt at() default StrideAt.CONV3x3;

    /** Shortcut where shapes change. */
    Shortcut shortcut() default Shortcut.PROJECTION;

    /** Whether batch norm and ReLU come before the convolutions (He et al. 2016, "v2"). */
    boolean preActivation() default false;

    /** Which convolutions have a bias; keys {@code <convolution>.bias}. */
    ConvBias convBias() default ConvBias.NONE;

    /**
     * Whether γ of each block's last batch norm begins at 0, so that the block begins as the identity (Goyal et al. 2017).
     * Not with pre-activation, where it would never leave 0.
     */
    boolean zeroGamma() default false;
}
