package castnet.examples.timm;

import static castnet.Shortcut.PROJECTION;

import castnet.Residual;
import castnet.examples.resnet.ResNet50D;

/** timm's resnet50c: three 3×3 in the stem, shortcuts as in {@link castnet.examples.resnet.ResNet50}. */
@Residual(shortcut = PROJECTION)
public interface ResNet50C extends ResNet50D {}
