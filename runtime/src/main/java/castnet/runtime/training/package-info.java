/**
 * One training step and what it needs to be repeated exactly: flat parameters, the step over a team, metrics, checkpoints.
 * May import memory, thread, kernel, optimizer and weights.
 */
@NullMarked
package castnet.runtime.training;

import org.jspecify.annotations.NullMarked;
