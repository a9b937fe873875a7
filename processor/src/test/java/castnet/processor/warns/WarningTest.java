package castnet.processor.warns;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.network;
import static castnet.processor.Compiled.sources;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Compiled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warnings, and how they are silenced. */
class WarningTest {
    private static final String NETWORK = "@Network(input = @Shape(channels = 3, height = 32, width = 32))";

    @Test
    void layerThatNobodyReads() {
        network(
                        "@Conv(out = 4) Tensor a();\n@Conv(out = 4) Tensor dead();\n@Relu Tensor deader();\n@Flatten Tensor b(Tensor a);")
                .warns("unused-layer", "nobody reads deader: it is computed for nothing", "deader()")
                .nothingElse();
    }

    @Test
    void biasBeforeBatchNorm() {
        network("@Conv(out = 4, bias = true) @BatchNorm Tensor a();\n"
                        + "@Conv(out = 4, bias = true) Tensor b();\n@BatchNorm Tensor c();")
                .warns("redundant-bias", "a has a bias, which the batch norm behind it takes away", "true) @BatchNorm")
                .warns("redundant-bias", "b has a bias", "true) Tensor b")
                .nothingElse();
    }

    @Test
    void biasThatOthersReadToo() {
        network("@Conv(out = 3, bias = true) Tensor a();\n@BatchNorm Tensor b();\n@Add Tensor c(Tensor a, Tensor b);")
                .nothingElse();
    }

    @Test
    void reluTwice() {
        network(
                        "@Conv(out = 4) @Relu Tensor a();\n@Relu Tensor b();\n@Relu @Dropout(0) Tensor c();\n@MaxPool(kernel = 1) Tensor d();")
                .warns("no-effect", "b changes nothing: it reads a.relu, a ReLU too", "@Relu Tensor b")
                .warns("no-effect", "c.relu changes nothing: it reads b, a ReLU too", "@Relu @Dropout")
                .warns("no-effect", "c.dropout changes nothing: nothing is dropped", "0)")
                .warns("no-effect", "d changes nothing: its window has one cell", "@MaxPool")
                .nothingElse();
    }

    @Test
    void axisOfASweepThatNothingLeavesOpen() {
        sources(interfaceOf(
                        NETWORK + "\n@Sweep(at = {CONV1x1, CONV3x3}, shortcut = {PROJECTION, AVG_POOL})",
                        "@BasicBlock(width = 8, stride = 2) Tensor a();"))
                .warns("no-effect", "the axis at of the sweep changes nothing", "CONV1x1")
                .nothingElse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@SuppressWarnings(\"castnet:unused-layer\") %s interface Net { @Relu Tensor a(); @Relu Tensor b(Tensor input); }",
                "%s interface Net { @SuppressWarnings({\"castnet:no-effect\", \"castnet:unused-layer\"}) @Relu Tensor a(); @Relu Tensor b(Tensor input); }",
                "interface Outer { @SuppressWarnings(\"castnet:unused-layer\") interface Middle { %s interface Net { @Relu Tensor a(); @Relu Tensor b(Tensor input); } } }"
            })
    void silenced(String source) {
        sources(source.formatted(NETWORK)).nothingElse();
    }

    @Test
    void errorsAreNotSilenced() {
        network("@SuppressWarnings(\"castnet:attribute\") @Conv(out = 0) Tensor a();")
                .finds("attribute", "", "0)")
                .nothingElse();
    }

    @Test
    void strideThatSkips() {
        String stages =
                "@Bottleneck(width = 8, repeat = 2) Tensor a();\n@Bottleneck(width = 16, stride = 2%s) Tensor b();";
        network(stages.formatted(", at = CONV1x1"))
                .warns(
                        "unread-activations",
                        "b.0.conv1 (1×1 convolution, stride 2) and b.0.downsample.0 (1×1 convolution, stride 2) read 25.00 % of "
                                + "a.1.relu; 638,976 multiply-adds that made the rest are wasted",
                        "CONV1x1)")
                .nothingElse();
        network(stages.formatted("")).nothingElse();
        sources(interfaceOf(
                        NETWORK + "\n@Sweep(at = {CONV1x1, CONV3x3}, shortcut = {PROJECTION, AVG_POOL, ZERO_PAD})",
                        stages.formatted("")))
                .warns("unread-activations", "read 25.00 % of a.1.relu", "2) Tensor b")
                .nothingElse();
    }

    /** What each of ResNet-50 v1's three strides throws away. */
    @Test
    void stridesOfResNet50V1() {
        Compiled compiled = sources(interfaceOf(
                "@Network(input = @Shape(channels = 3, height = 224, width = 224)) @Residual(at = CONV1x1)", """
                @Conv(out = 64, kernel = 7, stride = 2) @BatchNorm @Relu Tensor conv1();
                @MaxPool(kernel = 3, stride = 2) Tensor maxpool();
                @Bottleneck(width = 64, repeat = 3) Tensor layer1();
                @Bottleneck(width = 128, repeat = 4, stride = 2) Tensor layer2();
                @Bottleneck(width = 256, repeat = 6, stride = 2) Tensor layer3();
                @Bottleneck(width = 512, repeat = 3, stride = 2) Tensor layer4();
                @GlobalAvgPool @Linear(out = 1000) Tensor fc();"""));
        String wording =
                "[castnet:unread-activations] layer%d.0.conv1 (1×1 convolution, stride 2) and layer%1$d.0.downsample.0 "
                        + "(1×1 convolution, stride 2) read 25.00 %% of layer%s.relu; 125,239,296 multiply-adds that made the rest are "
                        + "wasted: put the stride on a window that reads all, at = CONV3x3";
        List<String> warnings =
                List.of(wording.formatted(2, "1.2"), wording.formatted(3, "2.3"), wording.formatted(4, "3.5"));
        assertThat(compiled.messages()).isEqualTo(warnings);
        for (int stage = 2; stage <= 4; stage++) {
            compiled.warns("unread-activations", "layer" + stage, "2) Tensor layer" + stage);
        }
        compiled.nothingElse();
    }

    @Test
    void windowThatDoesNotReachTheBorder() {
        network("@MaxPool(kernel = 3) Tensor a();\n@Conv(out = 4, stride = 3) Tensor b();")
                .warns(
                        "unread-activations",
                        "b (1×1 convolution, stride 3) reads 16.00 % of a; the rest is computed for nothing: put",
                        "3) Tensor b")
                .nothingElse();
        network("@Conv(out = 4) Tensor a();\n@AvgPool(kernel = 5) Tensor b();")
                .warns(
                        "unread-border",
                        "b (average pool 5×5, stride 5, padding counts) does not reach the border of a (32×32): 12.11 % of it, "
                                + "made by 1,488 multiply-adds, are dropped: pad, use ceil mode",
                        "5) Tensor b")
                .nothingElse();
        network("@Conv(out = 4) Tensor a();\n@AvgPool(kernel = 4) Tensor b();").nothingElse();
    }

    /** A variant repeats what is wrong in itself, not what is said at the network that it extends. */
    @Test
    void inheritedLayersAreWarnedOfOnce() {
        sources(
                        interfaceOf(NETWORK, "@Conv(out = 4, bias = true) @BatchNorm Tensor a();\n@Relu Tensor b();"),
                        "@Network\ninterface Variant extends Net { @Linear(out = 1) Tensor c(Tensor a); }",
                        "@Network\ninterface Fine extends Net { @Flatten Tensor c(); }")
                .warns("redundant-bias", "a has a bias", "true)")
                .finds("shape-mismatch", "c: a fully connected layer", "@Linear")
                .nothingElse();
        sources(
                        interfaceOf(NETWORK, "@Conv(out = 4) Tensor a();\n@Relu Tensor b();"),
                        "@Network\ninterface Variant extends Net { @Flatten Tensor c(Tensor a); }")
                .warns(
                        "unused-layer",
                        "nobody reads b: it is computed for nothing\n    (in Net.b)",
                        "interface Variant")
                .nothingElse();
    }
}
