/** The passes in their order, a sentence each. Imports all other packages of {@code pass}. */
@NullMarked
package castnet.processor.pass.pipeline;

import org.jspecify.annotations.NullMarked;
