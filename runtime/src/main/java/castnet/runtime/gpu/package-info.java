/**
 * What a generated network tells a GPU's driver: kernels, memory, weights and launches, as data. Nothing here knows a driver.
 * Imports memory and weights.
 */
@NullMarked
package castnet.runtime.gpu;

import org.jspecify.annotations.NullMarked;
