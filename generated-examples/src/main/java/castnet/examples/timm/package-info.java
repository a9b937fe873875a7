/** Variants as in timm: deep stems, squeeze-and-excite, ResNet-RS, pre-activation; keys as there where not said otherwise. */
@NullMarked
package castnet.examples.timm;

import org.jspecify.annotations.NullMarked;
