/** Efficient channel attention (Wang et al. 2020), of blocks that are declared here. Keys are timm's. */
@NullMarked
package castnet.examples.attention;

import org.jspecify.annotations.NullMarked;
