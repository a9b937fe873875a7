package castnet.processor.accepts;

import static castnet.processor.Compiled.interfaceOf;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Declared;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users' blocks become. */
class UserBlockTest {
    private static final String NETWORK = "@Network(input = @Shape(channels = 8, height = 9, width = 7))";
    private static final String INVERTED = """
            @Block @interface Inverted {
                int out(); int expand() default 6; int stride() default 1; int repeat() default 1;
                String name() default ""; Function function() default Function.RELU6; int[] kernel() default {3, 3};
                interface Layers {
                    @When("expand != 1") @Conv @Let("out = in * expand") @BatchNorm @Relu Tensor conv1();
                    @Conv @Let({"out = in * expand", "groups = in * expand", "kernel = kernel", "stride = first ? stride : 1"})
                    Tensor conv2();
                    @Activation(Function.RELU) @Let("value = function") Tensor act();
                    @Conv @Let({"out = out", "bias = stride > 1"}) Tensor conv3();
                    @When("in == out && (stride == 1 || !first)") @Add Tensor sum(Tensor input, Tensor conv3);
                }
            }
            """;

    private static List<String> keys(Graph graph) {
        return graph.nodes().stream()
                .flatMap(node -> node.parameters().stream())
                .map(Parameter::key)
                .filter(key -> !key.contains("running"))
                .toList();
    }

    private static List<String> ops(Graph graph) {
        return graph.nodes().stream()
                .map(node -> node.name() + " " + node.output().shape())
                .toList();
    }

    @Test
    void layersKeysAndShapes() {
        Graph graph = Declared.graph(
                INVERTED,
                interfaceOf(NETWORK, "@Inverted(out = 4, expand = 2, stride = 2, repeat = 2) Tensor stage();"));
        assertThat(ops(graph))
                .containsExactly(
                        "stage.0.conv1 16×9×7",
                        "stage.0.bn1 16×9×7",
                        "stage.0.conv1.relu 16×9×7",
                        "stage.0.conv2 16×5×4",
                        "stage.0.act 16×5×4",
                        "stage.0.conv3 4×5×4",
                        "stage.1.conv1 8×5×4",
                        "stage.1.bn1 8×5×4",
                        "stage.1.conv1.relu 8×5×4",
                        "stage.1.conv2 8×5×4",
                        "stage.1.act 8×5×4",
                        "stage.1.conv3 4×5×4",
                        "stage.1.sum 4×5×4");
        assertThat(keys(graph))
                .startsWith(
                        "stage.0.conv1.weight",
                        "stage.0.bn1.weight",
                        "stage.0.bn1.bias",
                        "stage.0.conv2.weight",
                        "stage.0.conv3.weight",
                        "stage.0.conv3.bias");
    }

    @Test
    void layersThatAreLeftOut() {
        Graph graph = Declared.graph(
                INVERTED,
                interfaceOf(
                        NETWORK,
                        "@Inverted(out = 5, expand = 1, function = Function.TANH, kernel = {1, 5}) Tensor a();"));
        assertThat(ops(graph)).containsExactly("a.0.conv2 8×9×7", "a.0.act 8×9×7", "a.0.conv3 5×9×7");
        assertThat(graph.nodes().get(1).op().toString()).contains("TANH");
        assertThat(keys(graph)).containsExactly("a.0.conv2.weight", "a.0.conv3.weight");
    }

    @Test
    void namesCount() {
        Graph graph = Declared.graph(
                INVERTED,
                interfaceOf(
                        NETWORK,
                        "@Inverted(out = 8, expand = 1, repeat = 2, name = \"features.{9}\") Tensor a();\n"
                                + "@Inverted(out = 8, expand = 1, name = \"b\") Tensor c();"));
        assertThat(keys(graph))
                .containsExactly(
                        "features.9.conv2.weight",
                        "features.9.conv3.weight",
                        "features.10.conv2.weight",
                        "features.10.conv3.weight",
                        "b.0.conv2.weight",
                        "b.0.conv3.weight");
    }

    /** Blocks in blocks, further annotations behind a block, several inputs, a residual stage inside, a body called like a layer. */
    @Test
    void blocksOfBlocks() {
        String join = "@Block @interface Join { int out(); interface Body {"
                + "@Concat Tensor join(Tensor input, Tensor input2);"
                + "@Conv @Let(\"out = out + in\") @BatchNorm Tensor conv(); } }";
        String conv =
                "@Block @interface Outer { int width(); interface Body { @BasicBlock @Let(\"width = width\") Tensor stage();"
                        + "@Join(out = 0) @Let(\"out = width - 1\") @Relu Tensor join(Tensor stage, Tensor input); } }";
        Graph graph = Declared.graph(join, conv, interfaceOf(NETWORK, "@Outer(width = 4) @Flatten Tensor x();"));
        assertThat(keys(graph))
                .contains(
                        "x.stage.0.conv1.weight",
                        "x.stage.0.downsample.0.weight",
                        "x.join.conv.weight",
                        "x.join.bn.weight");
        Node last = graph.nodes().getLast();
        assertThat(last.name()).isEqualTo("x.flatten");
        assertThat(graph.output().shape()).hasToString("441×1×1");
    }
}
