package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): y = γ·(x − μ)/√(σ² + ε) + β per channel. Training uses the batch's mean and
 * biased variance; inference uses running statistics, and folds into the convolution before it where that is possible.
 *
 * <p>Keys: {@code weight} (γ), {@code bias} (β), {@code running_mean}, {@code running_var} under the layer's name. In a method
 * whose other annotations have parameters, that name is the method's with {@code conv} replaced by {@code bn} (torchvision's
 * habit: {@code conv1}, {@code bn1}), or else {@code <method>_bn}; {@link #name()} overrides it.
 *
 * <p>On a network's interface it sets epsilon and momentum for all batch norms of the network that do not say otherwise,
 * those inside residual blocks included.
 *
 * <p>Findings: {@code attribute}, {@code duplicate-key}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface BatchNorm {
    /** Added to the variance. PyTorch's default; Keras applications use 1.001e-5. */
    double epsilon() default 1e-5;

    /** Weight of the NEW value in the running statistics, as in PyTorch (TensorFlow's momentum is 1 minus this). */
    double momentum() default 0.1;

    /** Name of the parameters, if not the usual one. */
    String name() default "";
}
