/**
 * How parameters follow their gradients: optimizers with PyTorch's formulas and schedules of the learning rate. Knows flat
 * arrays, not networks. May import thread.
 */
@NullMarked
package castnet.runtime.optimizer;

import org.jspecify.annotations.NullMarked;
