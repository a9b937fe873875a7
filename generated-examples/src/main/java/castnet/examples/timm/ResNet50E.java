package castnet.examples.timm;

import static castnet.Shortcut.AVG_POOL;

import castnet.Residual;

/** timm's resnet50e: the wide stem of {@link ResNet50S}, and the pooled shortcuts of ResNet-D. */
@Residual(shortcut = AVG_POOL)
public interface ResNet50E extends ResNet50S {}
