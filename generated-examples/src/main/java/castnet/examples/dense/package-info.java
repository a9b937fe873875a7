/** DenseNet of blocks that are declared here, by users' means. Keys are torchvision's. */
@NullMarked
package castnet.examples.dense;

import org.jspecify.annotations.NullMarked;
