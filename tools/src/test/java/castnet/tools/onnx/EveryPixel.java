package castnet.tools.onnx;

import castnet.Activation;
import castnet.Add;
import castnet.AvgPool;
import castnet.BasicBlock;
import castnet.Concat;
import castnet.Conv;
import castnet.Flatten;
import castnet.Function;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.MaxPool;
import castnet.Multiply;
import castnet.Network;
import castnet.Pad;
import castnet.Reshape;
import castnet.Shape;
import castnet.Shortcut;
import castnet.Tensor;
import castnet.Upsample;

/** What puts pixels and channels in, leaves them out, or moves them, to ONNX and back. */
@SuppressWarnings({"castnet:unread-activations", "castnet:unread-border"})
@Network(input = @Shape(channels = 3, height = 13, width = 11))
public interface EveryPixel {
    @Pad(
            value = {2, 1},
            mode = Pad.Mode.REFLECT)
    @Conv(out = 6, kernel = 3, pad = 0)
    @Activation(Function.GELU)
    Tensor mirrored();

    @Pad({0, 1, 2, 0})
    @MaxPool(kernel = 3, stride = 2, pad = 0)
    Tensor zeros();

    @Pad(channels = {1, 3})
    Tensor wider();

    @BasicBlock(width = 14, stride = 2, shortcut = Shortcut.ZERO_PAD_BOTH)
    Tensor block();

    @Upsample(scale = 3, mode = Upsample.Mode.BILINEAR)
    @Activation(value = Function.SCALE, alpha = -0.75)
    Tensor smooth();

    @Upsample
    @Conv(out = 4, bias = true)
    Tensor coarse(Tensor block);

    @Upsample(scale = 3)
    @AvgPool(kernel = 2, stride = 2)
    Tensor middle(Tensor coarse);

    @Concat
    Tensor both(Tensor smooth, Tensor middle);

    @GlobalAvgPool
    @Reshape(channels = 1, height = 1)
    @Conv(
            out = 1,
            kernel = {1, 5})
    @Activation(Function.SIGMOID)
    @Flatten
    Tensor gate();

    @Multiply
    Tensor gated(Tensor both, Tensor gate);

    @Reshape(channels = 9, width = 2)
    Tensor turned();

    @Reshape(channels = 9, width = 2)
    Tensor straight(Tensor both);

    @Add
    @Flatten
    @Linear(out = 7)
    Tensor fc(Tensor turned, Tensor straight);
}
