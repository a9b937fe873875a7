/** The networks of "Squeeze-and-Excitation Networks" (Hu et al. 2018) as their authors published them for Caffe. */
@NullMarked
package castnet.examples.senet;

import org.jspecify.annotations.NullMarked;
