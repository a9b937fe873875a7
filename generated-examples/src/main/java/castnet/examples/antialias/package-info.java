/** Networks that subsample after averaging (Zhang 2019), of blocks that are declared here. Keys are timm's. */
@NullMarked
package castnet.examples.antialias;

import org.jspecify.annotations.NullMarked;
