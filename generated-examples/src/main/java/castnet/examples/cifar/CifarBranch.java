package castnet.examples.cifar;

import castnet.Add;
import castnet.BatchNorm;
import castnet.Block;
import castnet.Conv;
import castnet.Let;
import castnet.Relu;
import castnet.Tensor;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** ResNet-9's residual: two 3×3 with batch norm and ReLU, added to what they read, with no function behind the sum. */
@Block
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CifarBranch {
    /** What its keys begin with. */
    String name() default "";

    /** The body. */
    interface Layers {
        @Conv(name = "res1.conv", kernel = 3)
        @Let("out = in")
        @BatchNorm(name = "res1.bn")
        @Relu
        Tensor res1();

        @Conv(name = "res2.conv", kernel = 3)
        @Let("out = in")
        @BatchNorm(name = "res2.bn")
        @Relu
        Tensor res2();

        @Add
        Tensor sum(Tensor input, Tensor res2);
    }
}
