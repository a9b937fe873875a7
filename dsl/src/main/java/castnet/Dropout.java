package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Dropout (Srivastava et al. 2014): in training each element is zero with probability p, the others are scaled by 1/(1 − p).
 *
 * <p>Findings: {@code attribute}; {@code no-effect} for a probability of 0.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dropout {
    /** Probability of zero, from 0 (inclusive) to 1 (exclusive). */
    double value() default 0.5;
}
