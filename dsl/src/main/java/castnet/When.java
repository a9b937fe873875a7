package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In a {@link Block}, leaves a layer out where a condition does not hold. A layer that is left out stands for the last layer
 * that it reads: {@code @When("stride > 1") @Conv Tensor shortcut(Tensor input)} for {@code input},
 * {@code @When("in == out") @Add Tensor sum(Tensor input, Tensor conv3)} for {@code conv3}.
 *
 * <p>Findings: {@code expression}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface When {
    /** An expression of type boolean, see {@link Let}. */
    String value();
}
