/**
 * What users call: compiled networks, sessions that run them, trainers that train them, and the registry that finds them.
 * May import everything below: memory, thread, kernel, data, optimizer, weights, training.
 */
@NullMarked
package castnet.runtime;

import org.jspecify.annotations.NullMarked;
