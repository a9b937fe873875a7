/** Networks held against published implementations: other image sizes of the examples, and their prefixes for activations. */
@NullMarked
package castnet.examples.oracle;

import org.jspecify.annotations.NullMarked;
