package castnet.examples.antialias;

import static castnet.Pad.Mode.REFLECT;

import castnet.AvgPool;
import castnet.Block;
import castnet.Pad;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every second pixel of what [1 2 1] ⊗ [1 2 1] / 16 blurs (Zhang 2019), reflected at the edges: two means of 2×2 are that filter, without
 * weights.
 */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BlurPool {
    /** The body. */
    interface Layers {
        @Pad(value = 1, mode = REFLECT)
        @AvgPool(kernel = 2, stride = 1)
        Tensor once();

        @AvgPool(kernel = 2)
        Tensor twice();
    }
}
