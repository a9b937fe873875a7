package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A whole grid of variants of a network, one for each combination of the values given. An axis that is not given keeps the
 * network's own value. Every point is checked and planned at compile time; {@code castnet search} ranks them.
 *
 * <p>{@code @Sweep(at = {CONV1x1, CONV3x3}, shortcut = {PROJECTION, AVG_POOL})} on {@code Net} generates
 * {@code CompiledNetConv1x1Projection}, {@code CompiledNetConv1x1AvgPool} and so on, and an index {@code NetSweep} to iterate
 * over them. With {@link #axes()} any attribute of any layer is swept:
 *
 * <pre>{@code
 * @Sweep(
 *         axes = {
 *             @Axis(of = "layer1.width", values = {"16", "32", "64"}),
 *             @Axis(of = "layer2.width", values = {"32", "64", "128"}),
 *             @Axis(of = "Bottleneck.groups", values = {"1", "8"})
 *         },
 *         where = "layer1.width <= layer2.width")
 * }</pre>
 *
 * <p>A point's name is the network's, followed by its values: {@code NetLayer1Width16Layer2Width32BottleneckGroups8}. Beside
 * the index stands {@code NetSweep.json} with every point: name, values, parameters, MACs, memory. A sweep of more than 64
 * points generates no class for any of them but those that {@link #emit()} names.
 *
 * <p>{@link #at()} and {@link #shortcut()} reach the blocks that leave their attribute open; {@link #axes()} replace what a
 * layer says. A variant does not inherit the sweep.
 *
 * <p>Findings: {@code sweep}, {@code name-taken}; {@code no-effect} for an axis that no block leaves open.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Sweep {
    /** Values of {@link Residual#at()}. */
    StrideAt[] at() default {};

    /** Values of {@link Residual#shortcut()}. */
    Shortcut[] shortcut() default {};

    /** Further axes, of attributes of layers; the last turns fastest. At most 100,000 combinations in all. */
    Axis[] axes() default {};

    /**
     * What must hold at a point; others are left out. Conditions over axes and attributes of single layers, with
     * {@code + - * / %}, comparisons, {@code &&}, {@code ||} and brackets: {@code "layer2.width % Bottleneck.groups == 0"},
     * {@code "layer1.width <= layer2.width || at == CONV3x3"}.
     */
    String[] where() default {};

    /** Names of the points that become classes; without any: all of a sweep of up to 64 points, none of a larger one. */
    String[] emit() default {};
}
