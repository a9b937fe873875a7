package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which layers each layer reads. Written by the compiler on the class that it generates, not by people: a class file forgets
 * the names of an interface's parameters, and a variant in another jar needs them.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Wiring {
    /** One entry per method with parameters: {@code join=left,right}. */
    String[] value();
}
