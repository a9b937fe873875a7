package castnet.processor.accepts;

import static castnet.processor.Compiled.interfaceOf;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Compiled;
import castnet.processor.Declared;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.Initializer;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks that extend networks, and sweeps. */
class VariantTest {
    private static final String NET = interfaceOf("""
            @Network(input = @Shape(channels = 3, height = 8, width = 8), init = Init.XAVIER)
            @BatchNorm(epsilon = 1e-3)
            @Residual(shortcut = ZERO_PAD, zeroGamma = true)""", """
            @Conv(out = 8, kernel = 3) @BatchNorm Tensor conv1();
            @Bottleneck(width = 4, stride = 2) Tensor layer1();
            @GlobalAvgPool Tensor avgpool();
            @Linear(out = 10) Tensor fc();
            """);

    private static Graph variant(String... types) {
        return graph(Declared.graphs(types), "Variant");
    }

    private static Graph graph(Map<String, Graph> graphs, String name) {
        return requireNonNull(graphs.get(name));
    }

    private static List<String> names(Graph graph) {
        return graph.nodes().stream()
                .map(Node::name)
                .filter(name -> !name.contains("."))
                .toList();
    }

    @Test
    void overriddenInPlaceAndAppended() {
        Map<String, Graph> graphs = Declared.graphs(NET, """
                @Network interface Wider extends Net {
                    @Override @Bottleneck(width = 8, stride = 2) Tensor layer1();
                    @Dropout Tensor drop();
                    @Linear(out = 4) Tensor fc2();
                }""", """
                interface Deeper extends Wider { @Conv(out = 6) Tensor conv1(); }""");
        assertThat(names(graph(graphs, "Net"))).containsExactly("conv1", "bn1", "avgpool", "fc");
        assertThat(names(graph(graphs, "Wider"))).containsExactly("conv1", "bn1", "avgpool", "fc", "drop", "fc2");
        assertThat(names(graph(graphs, "Deeper"))).containsExactly("conv1", "avgpool", "fc", "drop", "fc2");
        assertThat(graph(graphs, "Wider").output().shape()).isEqualTo(new TensorShape(4, 1, 1));
        assertThat(GraphPrinter.print(graph(graphs, "Wider"))).contains("32×4×4 = ReLU");
        assertThat(GraphPrinter.print(graph(graphs, "Deeper"))).contains("6×8×8 = 1×1 convolution(%0) \"conv1\"");
    }

    @Test
    void attributesAreInheritedOneByOne() {
        Graph graph = variant(NET, """
                @Network(input = @Shape(channels = 1, height = 6, width = 6))
                @BatchNorm(momentum = 0.5) @Residual(at = CONV1x1) interface Variant extends Net {}""");
        assertThat(graph.input().shape()).isEqualTo(new TensorShape(1, 6, 6));
        assertThat(graph.nodes().get(1).op()).isEqualTo(new Op.BatchNorm(1e-3, 0.5));
        assertThat(graph.parameters().getFirst().initializer()).isEqualTo(Initializer.XAVIER);
        assertThat(GraphPrinter.print(graph))
                .contains("1×1 convolution, stride 2(%2) \"layer1.0.conv1\"")
                .contains("layer1.0.shortcut.pad");
        assertThat(graph.parameters())
                .anyMatch(p -> p.key().equals("layer1.0.bn3.weight") && p.initializer() == Initializer.ZEROS);
    }

    @Test
    void layersThatSayItThemselvesKeepIt() {
        Graph graph = variant(
                interfaceOf(
                        "@Network(input = @Shape(channels = 3, height = 8, width = 8))",
                        "@Bottleneck(width = 4, stride = 2, at = CONV3x3, shortcut = PROJECTION) Tensor a();\n"
                                + "@BatchNorm(epsilon = 1e-5) Tensor b();"),
                "@Residual(at = CONV1x1, shortcut = ZERO_PAD) @BatchNorm(epsilon = 0.5) interface Variant extends Net {}");
        assertThat(GraphPrinter.print(graph))
                .contains("3×3 convolution, stride 2", "downsample.0")
                .doesNotContain("pad\"");
        assertThat(graph.nodes().getLast().op()).isEqualTo(new Op.BatchNorm(1e-5, 0.1));
    }

    @Test
    void branchesAreInherited() {
        Graph graph = variant(
                interfaceOf("@Network(input = @Shape(channels = 3, height = 8, width = 8))", """
                                @Conv(out = 4) Tensor left();
                                @Conv(out = 4) Tensor right(Tensor input);
                                @Add Tensor join(Tensor left, Tensor right);
                                """),
                "interface Variant extends Net { @Conv(out = 5) Tensor left(); @Concat Tensor join(Tensor right, Tensor left); }");
        assertThat(GraphPrinter.print(graph)).contains("%3:9×8×8 = concat(%2, %1) \"join\"");
    }

    @Test
    void sweep() {
        Map<String, Graph> graphs = Declared.graphs(interfaceOf(
                "@Network(input = @Shape(channels = 3, height = 16, width = 16))\n"
                        + "@Sweep(at = {CONV1x1, CONV3x3, PREVIOUS_CONV3x3}, shortcut = {PROJECTION, ZERO_PAD_BOTH})",
                "@Bottleneck(width = 4) Tensor a();\n@Bottleneck(width = 8, stride = 2) Tensor b();"));
        assertThat(graphs.keySet())
                .containsExactly(
                        "Net",
                        "NetConv1x1Projection",
                        "NetConv1x1ZeroPadBoth",
                        "NetConv3x3Projection",
                        "NetConv3x3ZeroPadBoth",
                        "NetPreviousConv3x3Projection",
                        "NetPreviousConv3x3ZeroPadBoth");
        assertThat(GraphPrinter.print(graph(graphs, "NetConv1x1Projection"))).contains("stride 2(%12) \"b.0.conv1\"");
        assertThat(GraphPrinter.print(graph(graphs, "NetConv3x3ZeroPadBoth")))
                .contains("8 zero channels before, 8 after");
        assertThat(GraphPrinter.print(graph(graphs, "NetPreviousConv3x3Projection")))
                .contains("16×8×8 = ReLU");
    }

    @Test
    void sweepOfOneAxisIsNotInherited() {
        Map<String, Graph> graphs = Declared.graphs(
                interfaceOf(
                        "@Network(input = @Shape(channels = 3, height = 16, width = 16))\n@Sweep(shortcut = {AVG_POOL})",
                        "@BasicBlock(width = 8, stride = 2) Tensor b();"),
                "@Network interface Variant extends Net {}");
        assertThat(graphs.keySet()).containsExactlyInAnyOrder("Net", "NetAvgPool", "Variant");
    }

    /** Names that the generated class uses itself, nesting and visibility. */
    @Test
    void awkwardNames() {
        Compiled.network("""
                @Conv(out = 4) @BatchNorm Tensor a();
                @Conv(out = 4) Tensor w();
                @Conv(out = 4) Tensor s();
                @Conv(out = 4) Tensor n();
                @Conv(out = 4) Tensor p();
                @Conv(out = 4) Tensor weights();
                @Conv(out = 4) Tensor forward();
                @Conv(out = 4) Tensor backward();
                @Conv(out = 4) Tensor pack();
                @Conv(out = 4) Tensor program();
                @Conv(out = 4) Tensor load();
                @Conv(out = 4) Tensor of();
                @Conv(out = 4) Tensor INFO();
                @Conv(out = 4) Tensor PROGRAM();
                @Conv(out = 4) Tensor parameters();
                @Conv(out = 4) Tensor newTrainer();
                @Conv(out = 4) Tensor newSession();
                @Conv(out = 4) Tensor Training();
                @Conv(out = 4) Tensor Factory();
                @Conv(out = 4) Tensor $dollar();
                @Conv(out = 4) Tensor größe();
                @Conv(out = 4, name = "class") Tensor keyword();
                @Conv(out = 4, name = "1.2-3") Tensor digits();
                @GlobalAvgPool Tensor pool();
                @Linear(out = 2) Tensor fc();
                """).nothingElse();
        Compiled.sources("""
                class Outer {
                    @Network(input = @Shape(channels = 3)) private interface Net { @Linear(out = 2) Tensor fc(); }
                    static class Inner {
                        @Network(input = @Shape(channels = 3)) protected interface Net { @Linear(out = 2) Tensor fc(); }
                    }
                }""").nothingElse();
    }
}
