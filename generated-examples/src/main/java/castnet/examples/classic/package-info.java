/** Small networks that everybody knows. */
@NullMarked
package castnet.examples.classic;

import org.jspecify.annotations.NullMarked;
