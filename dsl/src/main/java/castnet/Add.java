package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sum of two or more layers of the same shape, those that the method's parameters name.
 *
 * <pre>{@code
 * @Add @Relu Tensor join(Tensor left, Tensor right);
 * }</pre>
 *
 * <p>Findings: {@code input-count}, {@code shape-mismatch}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Add {}
