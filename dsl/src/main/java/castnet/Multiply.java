package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Product by element of the two layers that the method's parameters name: both C×H×W, or the second C×1×1, whose channels then
 * count for every pixel (the gate of squeeze-and-excite).
 *
 * <pre>{@code
 * @GlobalAvgPool                                   Tensor squeeze(Tensor x);
 * @Conv(out = 4, kernel = 1, bias = true) @Relu    Tensor fc1();
 * @Conv(out = 64, kernel = 1, bias = true)
 * @Activation(SIGMOID)                             Tensor fc2();
 * @Multiply                                        Tensor excite(Tensor x, Tensor fc2);
 * }</pre>
 *
 * <p>Findings: {@code input-count}, {@code shape-mismatch}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Multiply {}
