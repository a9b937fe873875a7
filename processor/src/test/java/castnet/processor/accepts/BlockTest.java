package castnet.processor.accepts;

import static castnet.processor.Compiled.interfaceOf;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Declared;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.Initializer;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each kind of residual block becomes, node by node. */
class BlockTest {

    private static Graph graph(int channels, String layers) {
        return Declared.graph(interfaceOf(
                "@Network(input = @Shape(channels = %d, height = 9, width = 9))".formatted(channels), layers));
    }

    /** The nodes without their parameters. */
    private static String nodes(int channels, String layers) {
        return graph(channels, layers).nodes().stream()
                .map(GraphPrinter::print)
                .map(line -> line.replaceAll(" \\{.*}$", "") + "\n")
                .reduce("", String::concat);
    }

    @Test
    void basicBlock() {
        assertThat(nodes(4, "@BasicBlock(width = 4, repeat = 2, stride = 2) Tensor a();"))
                .isEqualTo("""
                        %1:4×5×5 = 3×3 convolution, stride 2, padding 1(%0) "a.0.conv1"
                        %2:4×5×5 = batch norm(%1) "a.0.bn1"
                        %3:4×5×5 = ReLU(%2) "a.0.relu1"
                        %4:4×5×5 = 3×3 convolution, padding 1(%3) "a.0.conv2"
                        %5:4×5×5 = batch norm(%4) "a.0.bn2"
                        %6:4×5×5 = 1×1 convolution, stride 2(%0) "a.0.downsample.0"
                        %7:4×5×5 = batch norm(%6) "a.0.downsample.1"
                        %8:4×5×5 = add(%5, %7) "a.0.add"
                        %9:4×5×5 = ReLU(%8) "a.0.relu"
                        %10:4×5×5 = 3×3 convolution, padding 1(%9) "a.1.conv1"
                        %11:4×5×5 = batch norm(%10) "a.1.bn1"
                        %12:4×5×5 = ReLU(%11) "a.1.relu1"
                        %13:4×5×5 = 3×3 convolution, padding 1(%12) "a.1.conv2"
                        %14:4×5×5 = batch norm(%13) "a.1.bn2"
                        %15:4×5×5 = add(%14, %9) "a.1.add"
                        %16:4×5×5 = ReLU(%15) "a.1.relu"
                        """);
    }

    @Test
    void squeezeAndExcite() {
        assertThat(nodes(32, "@BasicBlock(width = 32, squeezeExcite = 2) Tensor a();"))
                .endsWith("""
                        %5:32×9×9 = batch norm(%4) "a.0.bn2"
                        %6:32×1×1 = global average pool(%5) "a.0.se.squeeze"
                        %7:16×1×1 = 1×1 convolution(%6) "a.0.se.fc1"
                        %8:16×1×1 = ReLU(%7) "a.0.se.relu"
                        %9:32×1×1 = 1×1 convolution(%8) "a.0.se.fc2"
                        %10:32×1×1 = sigmoid(%9) "a.0.se.gate"
                        %11:32×9×9 = multiply(%5, %10) "a.0.se.excite"
                        %12:32×9×9 = add(%11, %0) "a.0.add"
                        %13:32×9×9 = ReLU(%12) "a.0.relu"
                        """);
        assertThat(nodes(4, "@Bottleneck(width = 2, squeezeExcite = 16, preActivation = true) Tensor a();"))
                .contains("8×1×1 = 1×1 convolution", "multiply", "\"a.0.add\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "NONE       |",
                "ALL        | conv1 conv2 conv3 downsample.0",
                "BRANCH_1x1 | conv1 conv3",
                "SUMMANDS   | conv3 downsample.0",
            })
    void biasesOfABottleneck(String which, String expected) {
        String defaults = "@Network(input = @Shape(channels = 4, height = 9, width = 9)) @Residual(convBias = ConvBias."
                + which + ")";
        Graph graph = Declared.graph(interfaceOf(defaults, "@Bottleneck(width = 2) Tensor a();"));
        assertThat(graph.nodes().stream()
                        .flatMap(n -> n.parameters().stream())
                        .filter(p -> p.role() == ParameterRole.BIAS)
                        .map(p -> p.key().replaceAll("^a.0.|.bias$", "")))
                .containsExactly(expected == null ? new String[0] : expected.split(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"CONV1x1, ', stride 2', ''", "CONV3x3, '', ', stride 2'"})
    void strideOfABottleneck(String at, String first, String second) {
        assertThat(nodes(8, "@Bottleneck(width = 2, stride = 2, at = " + at + ") Tensor a();"))
                .contains("= 1×1 convolution" + first + "(%0) \"a.0.conv1\"")
                .contains("= 3×3 convolution" + second + ", padding 1(%3) \"a.0.conv2\"")
                .contains("= 1×1 convolution(%6) \"a.0.conv3\"")
                .contains("= 1×1 convolution, stride 2(%0) \"a.0.downsample.0\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PROJECTION        | 1×1 convolution, stride 2(%0) \"a.0.downsample.0\"",
                "PROJECTION_ALWAYS | 1×1 convolution, stride 2(%0) \"a.0.downsample.0\"",
                "SUBSAMPLE         | 1×1 convolution, stride 2(%0) \"a.0.downsample.0\"",
                "AVG_POOL          | average pool 2×2, stride 2, ceil mode(%0) \"a.0.downsample.0\"",
                "MAX_POOL          | max pool 2×2, stride 2, ceil mode(%0) \"a.0.downsample.0\"",
                "ZERO_PAD          | subsample 2×2(%0) \"a.0.shortcut.subsample\"",
                "ZERO_PAD          | 0 zero channels before, 5 after(%6) \"a.0.shortcut.pad\"",
                "ZERO_PAD_BOTH     | 2 zero channels before, 3 after(%6) \"a.0.shortcut.pad\"",
            })
    void shortcutWhereChannelsAndSizeChange(String shortcut, String node) {
        assertThat(nodes(3, "@BasicBlock(width = 8, stride = 2, shortcut = " + shortcut + ") Tensor a();"))
                .contains("8×5×5 = add")
                .contains(node);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PROJECTION    | 1×1 convolution, stride 2(%0) \"a.0.downsample.0\"",
                "SUBSAMPLE     | subsample 2×2(%0) \"a.0.shortcut.subsample\"",
                "ZERO_PAD      | subsample 2×2(%0) \"a.0.shortcut.subsample\"",
                "AVG_POOL      | 1×1 convolution(%6) \"a.0.downsample.1\"",
            })
    void shortcutWhereOnlyTheSizeChanges(String shortcut, String node) {
        assertThat(nodes(8, "@BasicBlock(width = 8, stride = 2, shortcut = " + shortcut + ") Tensor a();"))
                .contains(node);
    }

    @ParameterizedTest
    @CsvSource({"PROJECTION, 0", "PROJECTION_ALWAYS, 2", "AVG_POOL, 0", "SUBSAMPLE, 0", "ZERO_PAD, 0"})
    void shortcutWhereNothingChanges(String shortcut, int projections) {
        String nodes = nodes(8, "@BasicBlock(width = 8, repeat = 2, shortcut = " + shortcut + ") Tensor a();");
        assertThat(nodes.split("downsample.0\"", -1)).hasSize(projections + 1);
        assertThat(nodes).doesNotContain("pool", "shortcut");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "PROJECTION        | subsample 2×2(%9) \"a.1.shortcut.subsample\"",
                "SUBSAMPLE         | subsample 2×2(%9) \"a.1.shortcut.subsample\"",
                "ZERO_PAD          | subsample 2×2(%9) \"a.1.shortcut.subsample\"",
                "AVG_POOL          | average pool 2×2, stride 2, ceil mode(%9) \"a.1.downsample.0\"",
                "MAX_POOL          | max pool 2×2, stride 2, ceil mode(%9) \"a.1.downsample.0\"",
            })
    void identityShortcutOfABlockThatTakesAStride(String shortcut, String node) {
        String nodes = nodes(8, """
                @Bottleneck(width = 2, repeat = 2, shortcut = %s) Tensor a();
                @Bottleneck(width = 2, stride = 2, at = PREVIOUS_CONV3x3) Tensor b();
                """.formatted(shortcut));
        assertThat(nodes)
                .contains("= 3×3 convolution, padding 1(%3) \"a.0.conv2\"")
                .contains("= 3×3 convolution, stride 2, padding 1(")
                .contains("\"a.1.conv2\"")
                .contains("8×5×5 = add")
                .contains("= 3×3 convolution, padding 1(")
                .doesNotContain("downsample.1");
        assertThat(nodes.replaceAll("%\\d+\\)", "%9)")).contains(node);
    }

    @Test
    void projectionOfABlockThatTakesAStride() {
        assertThat(
                        nodes(
                                3,
                                "@BasicBlock(width = 8) Tensor a();\n@Bottleneck(width = 2, stride = 2, at = PREVIOUS_CONV3x3) Tensor b();"))
                .contains("8×9×9 = 3×3 convolution, padding 1(%0) \"a.0.conv1\"")
                .contains("8×5×5 = 3×3 convolution, stride 2, padding 1(%3) \"a.0.conv2\"")
                .contains("8×5×5 = 1×1 convolution, stride 2(%0) \"a.0.downsample.0\"")
                .contains("\"b.0.conv1\"")
                .doesNotContain("\"b.0.downsample.0\"");
    }

    @Test
    void preActivation() {
        assertThat(nodes(8, "@Bottleneck(width = 4, repeat = 2, stride = 2, preActivation = true) Tensor a();"))
                .isEqualTo("""
                        %1:8×9×9 = batch norm(%0) "a.0.bn1"
                        %2:8×9×9 = ReLU(%1) "a.0.relu1"
                        %3:4×9×9 = 1×1 convolution(%2) "a.0.conv1"
                        %4:4×9×9 = batch norm(%3) "a.0.bn2"
                        %5:4×9×9 = ReLU(%4) "a.0.relu2"
                        %6:4×5×5 = 3×3 convolution, stride 2, padding 1(%5) "a.0.conv2"
                        %7:4×5×5 = batch norm(%6) "a.0.bn3"
                        %8:4×5×5 = ReLU(%7) "a.0.relu3"
                        %9:16×5×5 = 1×1 convolution(%8) "a.0.conv3"
                        %10:16×5×5 = 1×1 convolution, stride 2(%2) "a.0.downsample.0"
                        %11:16×5×5 = add(%9, %10) "a.0.add"
                        %12:16×5×5 = batch norm(%11) "a.1.bn1"
                        %13:16×5×5 = ReLU(%12) "a.1.relu1"
                        %14:4×5×5 = 1×1 convolution(%13) "a.1.conv1"
                        %15:4×5×5 = batch norm(%14) "a.1.bn2"
                        %16:4×5×5 = ReLU(%15) "a.1.relu2"
                        %17:4×5×5 = 3×3 convolution, padding 1(%16) "a.1.conv2"
                        %18:4×5×5 = batch norm(%17) "a.1.bn3"
                        %19:4×5×5 = ReLU(%18) "a.1.relu3"
                        %20:16×5×5 = 1×1 convolution(%19) "a.1.conv3"
                        %21:16×5×5 = add(%20, %11) "a.1.add"
                        """);
    }

    @Test
    void expansion() {
        assertThat(nodes(8, "@Bottleneck(width = 4, expansion = 2) Tensor a();"))
                .contains("8×9×9 = add(%8, %0)")
                .doesNotContain("downsample");
    }

    @Test
    void zeroGamma() {
        Graph graph = Declared.graph(interfaceOf(
                "@Network(input = @Shape(channels = 3, height = 9, width = 9)) @Residual(zeroGamma = true)",
                "@Conv(out = 8) @BatchNorm Tensor conv1();\n@Bottleneck(width = 4, repeat = 2) Tensor a();"));
        assertThat(graph.parameters().stream()
                        .filter(p ->
                                p.initializer() == Initializer.ZEROS && p.key().endsWith(".weight"))
                        .map(Parameter::key))
                .containsExactly("a.0.bn3.weight", "a.1.bn3.weight");
    }

    @Test
    void initializers() {
        Graph graph = Declared.graph(
                interfaceOf("@Network(input = @Shape(channels = 4, height = 9, width = 9), init = Init.XAVIER)", """
                @Conv(out = 8, kernel = 3, groups = 2, bias = true) Tensor conv1();
                @Relu @BatchNorm Tensor bn();
                @GlobalAvgPool @Linear(out = 5) Tensor fc();
                """));
        assertThat(graph.parameters().stream().map(p -> p.key() + " " + p.initializer() + " " + p.fanIn()))
                .containsExactly(
                        "conv1.weight XAVIER 18",
                        "conv1.bias TORCH_LINEAR 18",
                        "bn.weight ONES 0",
                        "bn.bias ZEROS 0",
                        "bn.running_mean ZEROS 0",
                        "bn.running_var ONES 0",
                        "fc.weight TORCH_LINEAR 8",
                        "fc.bias TORCH_LINEAR 8");
    }
}
