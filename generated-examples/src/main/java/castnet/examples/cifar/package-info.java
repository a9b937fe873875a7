/** The CIFAR-10 ResNets of He et al. 2015, §4.2, with shortcuts A and B. Keys are torchvision's. */
@NullMarked
package castnet.examples.cifar;

import org.jspecify.annotations.NullMarked;
