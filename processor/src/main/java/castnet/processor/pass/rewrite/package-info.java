/** Rewrites that keep the network's result; one class each, with the condition under which it holds. Imports {@code graph}. */
@NullMarked
package castnet.processor.pass.rewrite;

import org.jspecify.annotations.NullMarked;
