/** The experiments of {@code castnet study}: each puts a claim about strides and shortcuts to a test that can fail. */
@NullMarked
package castnet.tools.study;

import org.jspecify.annotations.NullMarked;
