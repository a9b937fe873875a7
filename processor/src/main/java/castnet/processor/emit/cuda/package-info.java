/**
 * Spells a plan for the GPU as CUDA C. The algorithms stand in the resources of this package, one file each, as templates over a
 * struct of constants; what is written per network are these structs and the kernels. Computes no number. Imports plan and graph.
 */
@NullMarked
package castnet.processor.emit.cuda;

import org.jspecify.annotations.NullMarked;
