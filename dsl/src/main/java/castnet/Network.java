package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a network: an interface whose methods are its layers, in source order. For {@code interface Net} the compiler
 * writes {@code CompiledNet} beside it.
 *
 * <p>A method without parameters reads the method above it (the first one reads the network's input); a method with
 * parameters reads the layers that its parameters name ({@code input} names the network's input). The last method is the
 * output. The annotations of a method are applied in the order in which they are written.
 *
 * <p>A variant is an interface that extends a network: it inherits all layers in their order, may override some (same method
 * name), and appends what it adds. Whatever it does not say about {@code input}, {@link Residual} or {@link BatchNorm} it
 * inherits.
 *
 * <pre>{@code
 * @Network(input = @Shape(channels = 3, height = 32, width = 32))
 * public interface SmallNet {
 *     @Conv(out = 16, kernel = 3) @BatchNorm @Relu Tensor conv1();
 *     @GlobalAvgPool                               Tensor pool();
 *     @Linear(out = 10)                            Tensor fc();
 * }
 * }</pre>
 *
 * <p>Findings are listed in {@code docs/findings}; warnings are silenced by {@code @SuppressWarnings("castnet:<id>")} on a
 * method or an interface. Of the language itself: {@code not-a-network}, {@code missing-network}, {@code several-parents},
 * {@code input-shape}, {@code no-layers}, {@code layer-method}, {@code duplicate-layer}, {@code unknown-input},
 * {@code forward-reference}, {@code parameter-names}, {@code name-taken}; {@code unused-layer}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Network {
    /** Shape of one image. Must be given, unless the interface extends a network and keeps its input. */
    Shape input() default @Shape(channels = 0);

    /** How the weights of convolutions begin when training starts from nothing. */
    Init init() default Init.HE_FAN_OUT;

    /**
     * Whether inference leaves out what no layer reads: the pixels that every reader's stride skips, borders that no window
     * reaches. The outputs are the same sums; only the order of their terms may differ, and so the last bits. Training computes
     * everything in any case, since a batch norm takes its statistics over all pixels. False to measure what it saves.
     */
    boolean skipUnread() default true;

    /**
     * Whether 3×3 convolutions of stride 1 may be computed by Winograd's F(4×4, 3×3) and F(2×2, 3×3), where that is faster: a
     * quarter to a half of the multiplications, other rounding errors. They are about 10⁻⁶ of a layer's largest value, half to
     * twice those of the direct sum ({@code docs/accuracy.md}); a value that is not finite spreads over up to 4×4 pixels. False
     * for the last bits. The summary names the kernel of each layer.
     */
    boolean winograd() default true;
}
