/** Castnet beside its peers, on the same networks, weights and images, in turns within one process. */
@NullMarked
package castnet.benchmarks;

import org.jspecify.annotations.NullMarked;
