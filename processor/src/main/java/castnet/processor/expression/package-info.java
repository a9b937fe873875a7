/** The small language of {@code @Let} and {@code @When}: integers and booleans, names, Java's operators. Imports the JDK only. */
@NullMarked
package castnet.processor.expression;

import org.jspecify.annotations.NullMarked;
