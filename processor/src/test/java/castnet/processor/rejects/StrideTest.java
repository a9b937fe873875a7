package castnet.processor.rejects;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.network;
import static castnet.processor.Compiled.sources;

import org.junit.jupiter.api.Test;

/** Strides that are to sit in a stage that cannot take them. */
class StrideTest {
    private static final String STAGE = "@Bottleneck(width = 8, stride = 2, at = PREVIOUS_CONV3x3) Tensor b();";

    @Test
    void nothingBefore() {
        network(STAGE)
                .finds(
                        "previous-stage",
                        "the stride of b is to sit on the last 3×3 of the stage before it, but input is no stage",
                        "PREVIOUS")
                .nothingElse();
    }

    @Test
    void otherLayerBefore() {
        network("@Conv(out = 8) Tensor a();\n" + STAGE)
                .finds("previous-stage", "a is no stage of residual blocks", "PREVIOUS")
                .nothingElse();
        network("@Bottleneck(width = 8) @Relu Tensor a();\n" + STAGE)
                .finds("previous-stage", "a is no stage of residual blocks", "PREVIOUS")
                .nothingElse();
    }

    @Test
    void stageThatOthersRead() {
        network("@Bottleneck(width = 8) Tensor a();\n" + STAGE + "\n@GlobalAvgPool Tensor c(Tensor a);")
                .finds("previous-stage", "c reads a too, and would get another shape", "PREVIOUS")
                .nothingElse();
    }

    @Test
    void notAlone() {
        network("@Bottleneck(width = 8) Tensor a();\n"
                        + "@Bottleneck(width = 8, stride = 2, at = PREVIOUS_CONV3x3) @Dropout Tensor b();")
                .finds("previous-stage", "it is not the only thing that b does", "PREVIOUS")
                .nothingElse();
    }

    @Test
    void reportedWhereTheDefaultStands() {
        String stages =
                "@Bottleneck(width = 8, stride = 2) Tensor a();\n@Bottleneck(width = 16, stride = 2) Tensor b();";
        String network = "@Network(input = @Shape(channels = 3, height = 32, width = 32))\n";
        sources(interfaceOf(network + "@Residual(at = PREVIOUS_CONV3x3)", stages))
                .finds("previous-stage", "the stride of a", "PREVIOUS_CONV3x3)")
                .nothingElse();
        sources(interfaceOf(
                        network + "@Sweep(at = {CONV3x3, PREVIOUS_CONV3x3}, shortcut = {PROJECTION, AVG_POOL})",
                        stages))
                .finds("previous-stage", "the stride of a", "PREVIOUS_CONV3x3}")
                .nothingElse();
    }
}
