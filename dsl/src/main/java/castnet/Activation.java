package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An activation function, element by element. Shape stays.
 *
 * <p>Findings: {@code attribute}, also for an alpha of a function that has none.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Activation {
    /** Which function. */
    Function value();

    /** Slope of {@link Function#LEAKY_RELU}, scale of {@link Function#ELU}, factor of {@link Function#SCALE}; NaN stands for the function's default. */
    double alpha() default Double.NaN;
}
