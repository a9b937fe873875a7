package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One axis of a {@link Sweep}: an attribute, and the values that it takes in turn, in the place of what the layer says itself.
 *
 * <pre>{@code
 * @Axis(of = "layer2.width", values = {"64", "128"})          // of one layer
 * @Axis(of = "Bottleneck.groups", values = {"1", "32"})       // of all layers of one annotation
 * @Axis(of = "stem.MaxPool.kernel", values = {"2", "3,2"})    // where a layer has several annotations with that attribute
 * @Axis(of = "act.value", values = {"GELU", "SILU"})          // an enum's constants; true and false for a boolean
 * }</pre>
 *
 * <p>Findings: {@code sweep} at the name or the value to blame.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Axis {
    /** {@code layer.attribute}, {@code layer.Annotation.attribute} or {@code Annotation.attribute}; not of names. */
    String of();

    /** Values as text; for an array its numbers with commas between them. Each once. */
    String[] values();
}
