/**
 * The plan of a network's inference on a GPU: memory, weights, a kernel per distinct signature, launches. Every number of the
 * CUDA C stands here. Imports the plan of the CPU, whose graph, weights and memory planner it shares.
 */
@NullMarked
package castnet.processor.plan.cuda;

import org.jspecify.annotations.NullMarked;
