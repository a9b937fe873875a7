package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Generates a whole grid of variants of a network: one compiled class for each combination of the values given, and an index
 * {@code <Network>Sweep} to iterate over them. An axis that is not given keeps the network's own value.
 *
 * <p>{@code @Sweep(at = {CONV1x1, CONV3x3}, shortcut = {PROJECTION, AVG_POOL})} on {@code Net} generates
 * {@code CompiledNetConv1x1Projection}, {@code CompiledNetConv1x1AvgPool} and so on.
 *
 * <p>An axis reaches the blocks that leave its attribute open. A variant does not inherit the sweep.
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
}
