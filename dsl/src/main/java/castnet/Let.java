package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets attributes of a layer in a {@link Block} by expressions: {@code @Let({"out = in * expand", "stride = stride"})}. It
 * overrides what the annotation says, and gives what must be given. Where several annotations of the method have the
 * attribute, its annotation stands before it: {@code "Conv.stride = 2"}.
 *
 * <p>An expression is Java's, over {@code int} and {@code boolean}: numbers, {@code true}, {@code false}, names,
 * {@code + - * / % == != < <= > >= && || ! ?:}, {@code min(a, b)}, {@code max(a, b)} and parentheses. Names are the block's
 * parameters and
 * <ul>
 *   <li>{@code in}, {@code inHeight}, {@code inWidth}: shape of what this copy of the block reads ({@code input});
 *   <li>{@code block}: index of the copy, from 0; {@code first}: {@code block == 0}.
 * </ul>
 * A number also sets an attribute of type {@code int[]}. An attribute of another type takes the name of a parameter of the
 * same type and nothing else: {@code @Activation(RELU) @Let("value = function")} with {@code Function function()}.
 *
 * <p>Findings: {@code expression}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Let {
    /** {@code attribute = expression}, each. */
    String[] value();
}
