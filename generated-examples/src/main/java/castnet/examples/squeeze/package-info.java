/** SE-ResNet of blocks that are declared here, one in the other, by users' means. Keys are timm's. */
@NullMarked
package castnet.examples.squeeze;

import org.jspecify.annotations.NullMarked;
