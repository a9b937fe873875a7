/**
 * Decides everything that the generated code will contain: order, memory, kernels, work split. Every number of the output
 * stands in a plan; the emitter prints it and computes none. {@code Planner} is the way in. Imports {@code graph} and {@code pass}.
 */
@NullMarked
package castnet.processor.plan;

import org.jspecify.annotations.NullMarked;
