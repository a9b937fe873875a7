package castnet.examples.study;

import static castnet.Shortcut.AVG_POOL;
import static castnet.Shortcut.PROJECTION;
import static castnet.StrideAt.CONV1x1;
import static castnet.StrideAt.CONV3x3;
import static castnet.StrideAt.PREVIOUS_CONV3x3;

import castnet.Axis;
import castnet.BatchNorm;
import castnet.Bottleneck;
import castnet.Conv;
import castnet.GlobalAvgPool;
import castnet.Linear;
import castnet.Network;
import castnet.Relu;
import castnet.Shape;
import castnet.Sweep;
import castnet.Tensor;

/**
 * What {@code castnet search SearchStudy} looks through: the small bottleneck ResNet of {@link StrideStudy} in 1,440 forms
 * (stride, shortcut, widths that do not fall, depths, groups). All are checked and counted at compile time; none is a class.
 */
@Network(input = @Shape(channels = 3, height = 32, width = 32))
@Sweep(
        at = {CONV1x1, CONV3x3, PREVIOUS_CONV3x3},
        shortcut = {PROJECTION, AVG_POOL},
        axes = {
            @Axis(
                    of = "layer1.width",
                    values = {"8", "16", "24", "32"}),
            @Axis(
                    of = "layer2.width",
                    values = {"8", "16", "24", "32"}),
            @Axis(
                    of = "layer3.width",
                    values = {"8", "16", "24", "32"}),
            @Axis(
                    of = "layer2.repeat",
                    values = {"1", "2"}),
            @Axis(
                    of = "layer3.repeat",
                    values = {"1", "2", "3"}),
            @Axis(
                    of = "Bottleneck.groups",
                    values = {"1", "4"})
        },
        where = "layer1.width <= layer2.width && layer2.width <= layer3.width")
@SuppressWarnings("castnet:unread-activations") // what a stride does not read is the question
public interface SearchStudy {
    @Conv(out = 16, kernel = 3, stride = 2)
    @BatchNorm
    @Relu
    Tensor conv1();

    @Bottleneck(width = 8)
    Tensor layer1();

    @Bottleneck(width = 16, stride = 2)
    Tensor layer2();

    @Bottleneck(width = 32, stride = 2)
    Tensor layer3();

    @GlobalAvgPool
    Tensor avgpool();

    @Linear(out = 10)
    Tensor fc();
}
