package castnet.tools;

import castnet.Activation;
import castnet.Axis;
import castnet.BasicBlock;
import castnet.Conv;
import castnet.Function;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Shape;
import castnet.Shortcut;
import castnet.Sweep;
import castnet.Tensor;

/** A small network with 48 points, one of them a class. */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@Sweep(
        shortcut = {Shortcut.PROJECTION, Shortcut.ZERO_PAD},
        axes = {
            @Axis(
                    of = "stem.kernel",
                    values = {"3", "1,3"}),
            @Axis(
                    of = "stem.value",
                    values = {"RELU", "SILU"}),
            @Axis(
                    of = "layer1.width",
                    values = {"4", "6", "8"}),
            @Axis(
                    of = "layer1.repeat",
                    values = {"1", "2"})
        },
        emit = "SearchedProjectionStemKernel3StemValueReluLayer1Width4Layer1Repeat1")
interface Searched {
    @Conv(out = 4, kernel = 3, stride = 4)
    @Activation(Function.RELU)
    Tensor stem();

    @BasicBlock(width = 4, stride = 2)
    Tensor layer1();

    @GlobalAvgPool
    Tensor pool();

    @Linear(out = 10)
    Tensor fc();
}
