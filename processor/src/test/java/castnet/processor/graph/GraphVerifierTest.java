package castnet.processor.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.processor.finding.Origin;
import castnet.processor.reference.Nets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
    private static final TensorShape SHAPE = new TensorShape(2, 4, 4);
    private static final Value INPUT = new Value(0, "input", SHAPE);
    private static final Op.Activate RELU = new Op.Activate(Activation.RELU);

    @Test
    void smallNetsAreSound() {
        assertThat(Nets.small())
                .allSatisfy(g -> assertThat(GraphVerifier.problems(g)).isEmpty());
    }

    @Test
    void readingBeforeDefinition() {
        Value later = new Value(2, "later", SHAPE);
        assertThat(problems(node("a", RELU, later, new Value(1, "a", SHAPE))))
                .containsExactly("node a reads %2 later 2×4×4 before it is defined");
    }

    @Test
    void oneNumberForTwoValues() {
        assertThat(problems(node("a", RELU, INPUT, new Value(0, "a", SHAPE))))
                .containsExactly("node a defines %0 a 2×4×4, but %0 input 2×4×4 has that number");
    }

    @Test
    void anotherShapeThanDefined() {
        Value other = new Value(0, "input", new TensorShape(3, 4, 4));
        assertThat(problems(node("a", RELU, other, new Value(1, "a", SHAPE))))
                .containsExactly("node a reads %0 input 3×4×4, which is defined as %0 input 2×4×4");
    }

    @Test
    void oneNameForTwoNodes() {
        assertThat(problems(
                        node("a", RELU, INPUT, new Value(1, "a", SHAPE)),
                        node("a", RELU, INPUT, new Value(2, "b", SHAPE))))
                .containsExactly("node a: a node of this name exists already");
    }

    @Test
    void outputOfAnotherShape() {
        assertThat(problems(node("a", RELU, INPUT, new Value(1, "a", new TensorShape(3, 4, 4)))))
                .containsExactly("node a: outputs of shape [2×4×4] are expected, found [3×4×4]");
    }

    @Test
    void parametersThatDoNotFit() {
        Parameter weight = new Parameter("w", List.of(4, 3, 3, 3), ParameterRole.WEIGHT, Initializer.HE_FAN_OUT, 0);
        Op.Conv2d conv = new Op.Conv2d(4, Window.square(3, 1, 1), 1);
        Node node = new Node(
                "c",
                conv,
                List.of(INPUT),
                List.of(new Value(1, "c", new TensorShape(4, 4, 4))),
                List.of(weight),
                Origin.NONE);
        assertThat(problems(node))
                .containsExactly("node c: w has shape [4, 3, 3, 3], which does not fit 3×3 convolution, padding 1");
        Node without = new Node("c", conv, node.inputs(), node.outputs(), List.of(), Origin.NONE);
        assertThat(problems(without)).containsExactly("node c: parameters [WEIGHT] are expected, found []");
    }

    @Test
    void parametersThatTwoLayersShare() {
        Parameter weight = new Parameter("w", List.of(2, 2, 1, 1), ParameterRole.WEIGHT, Initializer.HE_FAN_OUT, 0);
        Op.Conv2d conv = new Op.Conv2d(2, Window.square(1, 1, 0), 1);
        Value a = new Value(1, "a", SHAPE);
        Value b = new Value(2, "b", SHAPE);
        assertThat(problems(
                        new Node("a", conv, List.of(INPUT), List.of(a), List.of(weight), Origin.NONE),
                        new Node("b", conv, List.of(a), List.of(b), List.of(weight), Origin.NONE)))
                .containsExactly("node b has w, which another layer has already");
    }

    @Test
    void trainingOpsHaveShapes() {
        Op gradient =
                new Op.ConvDataGradient(new Op.Conv2d(2, Window.square(3, 2, 1), 1), new TensorShape(3, 8, 8), true);
        Value dx = new Value(1, "dx", new TensorShape(3, 8, 8));
        assertThat(problems(new Node("g", gradient, List.of(INPUT), List.of(dx), List.of(), Origin.NONE)))
                .containsExactly("node g: 2 inputs are expected, found 1");
        assertThat(problems(new Node("g", gradient, List.of(INPUT, INPUT), List.of(dx), List.of(), Origin.NONE)))
                .containsExactly("node g: 3×8×8 is expected, found 2×4×4");
    }

    @Test
    void verifyNamesMomentAndGraph() {
        Graph graph = new Graph("Net", INPUT, List.of(), new Value(7, "lost", SHAPE));
        assertThatThrownBy(() -> GraphVerifier.verify(graph, "after SomePass"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "after SomePass, graph Net is not sound: the graph's output reads %7 lost 2×4×4 before it is defined");
    }

    private static List<String> problems(Node... nodes) {
        return GraphVerifier.problems(new Graph("Net", INPUT, List.of(nodes), INPUT));
    }

    private static Node node(String name, Op op, Value input, Value output) {
        return new Node(name, op, List.of(input), List.of(output), List.of(), Origin.NONE);
    }
}
