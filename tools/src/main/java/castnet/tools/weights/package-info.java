/** Files of weights that need a library to be read: HDF5, as Keras writes it. */
@NullMarked
package castnet.tools.weights;

import org.jspecify.annotations.NullMarked;
