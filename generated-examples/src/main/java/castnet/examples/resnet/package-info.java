/** The ImageNet ResNets, declared: v1, v1.5 and D of every depth, and ResNeXt. Keys are torchvision's. */
@NullMarked
package castnet.examples.resnet;

import org.jspecify.annotations.NullMarked;
