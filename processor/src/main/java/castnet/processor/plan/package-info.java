/**
 * Decides everything that the generated code will contain: order, memory, kernels, work split. Every number of the output
 * stands in a plan; the emitter prints it and computes none. Imports {@code graph} and {@code pass.analysis}.
 */
@NullMarked
package castnet.processor.plan;

import org.jspecify.annotations.NullMarked;
