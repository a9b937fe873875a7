/** Differentiation: from a forward graph to one that also computes the gradients of its parameters. Imports {@code graph}. */
@NullMarked
package castnet.processor.pass.gradient;

import org.jspecify.annotations.NullMarked;
