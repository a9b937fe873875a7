/** MobileNetV2 of blocks that are declared here, by users' means. Keys are torchvision's. */
@NullMarked
package castnet.examples.mobile;

import org.jspecify.annotations.NullMarked;
