/** ResNets exactly as Keras, TensorFlow, MXNet and Caffe define them: stride sites, biases, epsilons and paddings of each. */
@NullMarked
package castnet.examples.system;

import org.jspecify.annotations.NullMarked;
