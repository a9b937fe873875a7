package castnet.processor.rejects;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.network;
import static castnet.processor.Compiled.sources;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interfaces that are no networks and methods that are no layers. */
class LanguageTest {
    private static final String NETWORK = "@Network(input = @Shape(channels = 3, height = 32, width = 32))";

    @Test
    void classIsNoNetwork() {
        sources(NETWORK + " class Net {}")
                .finds(
                        "not-a-network",
                        "a network is an interface without type parameters, found the class Net",
                        "class")
                .nothingElse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enum Net { A }", "@interface Net {}", "record Net() {}", "interface Net<T> {}"})
    void otherTypesAreNoNetworks(String type) {
        sources(NETWORK + "\n" + type).finds("not-a-network", "found the", "").nothingElse();
    }

    @Test
    void layersWithoutNetwork() {
        sources("interface Net { @Linear(out = 10) Tensor fc(); }")
                .finds("missing-network", "Net is declared like a network, but is none", "interface Net")
                .nothingElse();
    }

    @Test
    void defaultsWithoutNetwork() {
        sources("@Residual(zeroGamma = true)\ninterface Net {}")
                .finds("missing-network", "annotate it with @Network", "interface Net")
                .nothingElse();
    }

    @Test
    void noLayers() {
        network("")
                .finds("no-layers", "Net declares no layer: add a method like", "interface Net")
                .nothingElse();
    }

    @Test
    void twoParents() {
        String layer = "{ @Linear(out = 10) Tensor fc(); }";
        sources(
                        NETWORK + " interface A " + layer,
                        NETWORK + " interface B " + layer,
                        "@Network interface Net extends A, B {}")
                .finds("several-parents", "Net extends 2 networks (A, B)", "interface Net")
                .finds("shape-mismatch", "", "@Linear")
                .finds("shape-mismatch", "", "@Linear")
                .nothingElse();
    }

    @Test
    void noInputShape() {
        sources(interfaceOf("@Network", "@Linear(out = 0) Tensor fc();"))
                .finds("input-shape", "found none", "interface Net")
                .finds("attribute", "@Linear(out)", "0) Tensor")
                .nothingElse();
    }

    @Test
    void inputShapeOutOfRange() {
        sources(interfaceOf("@Network(input = @Shape(channels = 3, height = 0, width = -4))", "@Relu Tensor relu();"))
                .finds("input-shape", "found 3×0×-4", "@Shape")
                .nothingElse();
        sources(interfaceOf("@Network(input = @Shape(channels = 2147483647, height = 3))", "@Relu Tensor relu();"))
                .finds("input-shape", "fewer than 2^31 elements, found 2147483647×3×1", "@Shape")
                .nothingElse();
        sources(interfaceOf("@Network(input = @Shape(channels = 1, height = 2147483647))", "@Relu Tensor relu();"))
                .finds("input-shape", "", "@Shape")
                .nothingElse();
    }

    @Test
    void methodWithoutAnnotation() {
        network("Tensor conv1();")
                .finds("layer-method", "conv1 is not a layer: it has no layer annotation", "conv1()")
                .nothingElse();
    }

    @Test
    void methodOfWrongTypes() {
        network("@Relu int a();\n@Relu Tensor b(String input);\n@Relu <T> Tensor c();\n@Relu Tensor d(Tensor... b);")
                .finds("layer-method", "a is not a layer: it must return castnet.Tensor, found int", "a()")
                .finds(
                        "layer-method",
                        "b is not a layer: its parameters must be castnet.Tensor, found java.lang.String",
                        "input")
                .finds("layer-method", "c is not a layer: it has type parameters", "c()")
                .finds(
                        "layer-method",
                        "d is not a layer: its parameters must be castnet.Tensor, found castnet.Tensor[]",
                        "b)")
                .nothingElse();
    }

    @Test
    void layerWithBody() {
        network("@Relu default Tensor relu() { return null; }\n@Flatten Tensor flat();")
                .finds("layer-method", "relu is not a layer: a layer is a method without a body", "@Relu default")
                .nothingElse();
    }

    @Test
    void nameTwice() {
        network("@Relu Tensor a();\n@Relu Tensor a(Tensor input);\n@Relu Tensor input();")
                .finds("duplicate-layer", "the name a is taken by a layer above", "a(Tensor input)")
                .finds("duplicate-layer", "the name input is taken by the network's input", "input()")
                .nothingElse();
    }

    @Test
    void unknownInput() {
        network("@Conv(out = 3) Tensor stem();\n@Add Tensor join(Tensor stem, Tensor stm);")
                .finds(
                        "unknown-input",
                        "join reads stm, but no layer has that name; did you mean stem?; above it there are: input, stem",
                        "stm)")
                .nothingElse();
    }

    @Test
    void forwardReference() {
        network("@Add Tensor join(Tensor input, Tensor later);\n@Relu Tensor self(Tensor self);\n@Relu Tensor later();")
                .finds("forward-reference", "join reads later, which stands below it", "later)")
                .finds(
                        "forward-reference",
                        "self reads self, which stands nowhere above: it is the layer itself",
                        "self)")
                .nothingElse();
    }

    @Test
    void wrongNumberOfInputs() {
        network(
                        "@Relu Tensor a();\n@Relu Tensor b(Tensor a, Tensor input);\n@Add Tensor c(Tensor a);\n@Concat Tensor d();")
                .finds(
                        "input-count",
                        "@Relu reads one layer, found 2: join several with @Add or @Concat first",
                        "@Relu Tensor b")
                .finds("input-count", "@Add reads two or more layers, found 1: name them as parameters", "@Add")
                .nothingElse();
        network("@Relu Tensor a();\n@Relu Tensor b();\n@Multiply Tensor c(Tensor a, Tensor input, Tensor b);")
                .finds("input-count", "@Multiply reads two layers, found 3", "@Multiply")
                .nothingElse();
        network("@Relu Tensor a();\n@Multiply Tensor b();")
                .finds("input-count", "@Multiply reads two layers, found 1: name them as parameters", "@Multiply")
                .nothingElse();
        network("@Concat Tensor d();")
                .finds("input-count", "@Concat reads two or more layers, found 1", "@Concat")
                .nothingElse();
    }

    @Test
    void sweeps() {
        sources(interfaceOf(NETWORK + "\n@Sweep", "@Bottleneck(width = 8, stride = 2) Tensor a();"))
                .finds("sweep", "no axis has a value", "@Sweep")
                .nothingElse();
        sources(interfaceOf(
                        NETWORK + "\n@Sweep(at = {CONV1x1, CONV3x3, CONV1x1})",
                        "@Bottleneck(width = 8, stride = 2) Tensor a();"))
                .finds("sweep", "CONV1x1 stands twice on the axis at", "CONV1x1})")
                .nothingElse();
    }

    @Test
    void nameTaken() {
        sources(interfaceOf(NETWORK, "@Relu Tensor a();"), "class CompiledNet {}")
                .finds("name-taken", "CompiledNet would be generated for Net, but exists already", "interface Net")
                .nothingElse();
    }

    /** These have no value in Java, since a block may give one. */
    @Test
    void whatMustBeGiven() {
        network("@Conv(kernel = 3) Tensor a();\n@MaxPool Tensor b(Tensor input);\n@BasicBlock Tensor c(Tensor input);")
                .finds("attribute", "@Conv(out): it must be given: write @Conv(out = …)", "@Conv")
                .finds("attribute", "@MaxPool(kernel): it must be given", "@MaxPool")
                .finds("attribute", "@BasicBlock(width): it must be given", "@BasicBlock")
                .nothingElse();
    }

    /** What javac says itself is not said again. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@Network(input = @Shape(channels = 3)) interface Net extends Missing { @Relu Tensor a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net { @Relu Missing a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net { @Relu Tensor a(Missing m); }",
                "@Network(input = @Shape(channels = UNKNOWN)) interface Net { @Relu Tensor a(); }",
                "@Network(input = @Shape()) interface Net { @Relu Tensor a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net { @Conv(out = 3, name = UNKNOWN) Tensor a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net { @Conv(out = 3, kernel = {1, \"x\"}) Tensor a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net { @Bottleneck(width = 3, at = NOWHERE) Tensor a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net { @Missing Tensor a(); }",
                "@Network(input = @Shape(channels = 3)) interface Net extends Net { @Relu Tensor a(); }"
            })
    void erroneousSource(String source) {
        assertThat(sources(source).messages()).isNotEmpty().noneMatch(message -> message.contains("[castnet:"));
    }
}
