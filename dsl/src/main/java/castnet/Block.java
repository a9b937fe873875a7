package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes an annotation a layer: a block of layers with parameters of its own, used like a built-in one, from any package or
 * jar.
 *
 * <pre>{@code
 * @Block
 * @Retention(CLASS) @Target(METHOD)
 * public @interface InvertedResidual {
 *     int out();
 *     int expand() default 6;
 *     int stride() default 1;
 *     int repeat() default 1;
 *
 *     interface Layers {
 *         @When("expand != 1") @Conv @Let("out = in * expand") @BatchNorm @Activation(RELU6) Tensor conv1();
 *         @Conv(kernel = 3) @Let({"out = in * expand", "groups = in * expand", "stride = first ? stride : 1"})
 *                           @BatchNorm @Activation(RELU6)                          Tensor conv2();
 *         @Conv             @Let("out = out") @BatchNorm                           Tensor conv3();
 *         @When("in == out && (stride == 1 || !first)") @Add Tensor sum(Tensor input, Tensor conv3);
 *     }
 * }
 *
 * @InvertedResidual(out = 24, stride = 2, repeat = 2) Tensor stage2();      // in a network
 * }</pre>
 *
 * <p>The annotation's attributes are the block's parameters. Its one nested interface is the body: layers, as in a network,
 * but that {@link Let} sets attributes by expressions over the parameters and {@link When} leaves layers out. There,
 * {@code input} is what the block reads; a body that also names {@code input2}, {@code input3} … makes a block of several
 * inputs. The last layer is the output. A body may use other blocks, but not itself.
 *
 * <p>Two attributes have a meaning: {@code int repeat} chains that many copies of the body, 1 to 1024, each on what the one
 * before made (further inputs are the same for all); {@code String name} replaces the method's name in the keys.
 *
 * <p>Keys: {@code <method>.<layer>.weight}; of an annotation that has {@code repeat}, also where that is 1,
 * {@code <method>.<index>.<layer>.weight} as of {@link Bottleneck}. Where {@code name} has a number in braces, the index
 * counts from there in its place: {@code name = "features.{2}"} begins with {@code features.2}.
 *
 * <p>Findings: {@code block}, {@code expression}, {@code attribute}, {@code input-count}, {@code parameter-names}, and
 * whatever the body's layers raise, reported where the block is used.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.ANNOTATION_TYPE)
public @interface Block {}
