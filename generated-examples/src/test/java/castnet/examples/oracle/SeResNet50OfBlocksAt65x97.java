package castnet.examples.oracle;

import castnet.Network;
import castnet.Shape;
import castnet.examples.squeeze.SeResNet50OfBlocks;

/** {@link SeResNet50OfBlocks} for images of 65×97. */
@Network(input = @Shape(channels = 3, height = 65, width = 97))
public interface SeResNet50OfBlocksAt65x97 extends SeResNet50OfBlocks {}
