package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Channels of two or more layers of the same size, one after the other, in the order of the method's parameters.
 *
 * <pre>{@code
 * @Concat Tensor join(Tensor left, Tensor right);
 * }</pre>
 *
 * <p>Findings: {@code input-count}, {@code shape-mismatch}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Concat {}
