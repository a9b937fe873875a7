package castnet.processor.rejects;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.sources;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Compiled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that are none, expressions that are none, and blocks that a network uses with parameters that do not fit. */
class BlockTest {
    private static final String NETWORK = "@Network(input = @Shape(channels = 3, height = 32, width = 32))";
    private static final String PARAMETERS = "int out() default 4; int stride() default 1; int repeat() default 1; ";

    private static String block(String body) {
        return "@Block @interface B {\n" + PARAMETERS + "interface Layers {\n" + body + "\n} }";
    }

    private static Compiled used(String body, String use) {
        return sources(block(body), interfaceOf(NETWORK, use));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "out = in +          | a number, a name or a parenthesis is expected at its end",
                "out = (in           | ')' is expected at its end",
                "out = in in         | an operator is expected in column 4",
                "out = ot            | 'ot' is no name here; there are: block, first, in, inHeight, inWidth, out, repeat, stride in column 1",
                "out = in == 3       | int is expected, found boolean",
                "out = first + 1     | + takes int, found boolean",
                "out = first ? 1 : first | : takes int, found boolean",
                "out = 99999999999   | '99999999999' is no int in column 1",
                "ot = 3              | no annotation of this layer has an attribute 'ot'; did you mean out?",
                "out                 | 'attribute = expression' is expected",
                "Relu.out = 3        | no annotation of this layer has an attribute 'out'",
                "bias = 1            | boolean is expected, found int",
                "name = out          | name takes a parameter of the block of type java.lang.String",
            })
    void expressions(String let, String problem) {
        sources(block("@Conv @Relu\n@Let(\"" + let + "\") Tensor a();"))
                .finds("expression", let + ": " + problem, "\"" + let + "\"")
                .nothingElse();
    }

    @Test
    void attributeOfSeveral() {
        sources(
                        block(
                                "@Conv @Linear @Let(\"out = 3\") Tensor a();\n@Conv @Linear(out = 3) @Let({\"Conv.out = 1\", \"Conv.out = 2\"}) Tensor b();"))
                .finds("expression", "several annotations of this layer have an attribute out: write Conv.out", "\"out")
                .finds("expression", "Conv.out = 2: out is given twice", "\"Conv.out = 2")
                .nothingElse();
    }

    @Test
    void conditionOfWrongType() {
        sources(block("@When(\"stride\") @Relu Tensor a();"))
                .finds("expression", "stride: boolean is expected, found int", "\"stride\"")
                .nothingElse();
    }

    @Test
    void expressionsBelongToBlocks() {
        sources(interfaceOf(NETWORK, "@Conv(out = 3) @Let(\"out = 3\") Tensor a();\n@When(\"true\") @Relu Tensor b();"))
                .finds("expression", "@Let: it belongs into the body of a @Block", "@Let")
                .finds("expression", "@When: it belongs into the body of a @Block", "@When")
                .nothingElse();
    }

    @Test
    void bodies() {
        sources("@Block\n@interface B {}")
                .finds("block", "the block B: its body is one nested interface, found none", "interface B")
                .nothingElse();
        sources("@Block\n@interface B { interface A { @Relu Tensor a(); } interface C { @Relu Tensor a(); } }")
                .finds("block", "its body is one nested interface, found 2", "interface B")
                .nothingElse();
        sources("@Block\n@interface B { interface A {} }")
                .finds("block", "its body has no layers", "interface B")
                .nothingElse();
        sources("@Block\n@interface B { interface A<T> { @Relu Tensor a(); } }")
                .finds("block", "extends nothing and has no type parameters", "interface B")
                .nothingElse();
        sources("@Block\n@interface B { @BatchNorm interface A { @Relu Tensor a(); } }")
                .finds("block", "an annotation of its body has no effect", "interface B")
                .nothingElse();
    }

    @Test
    void parameters() {
        sources("@Block @interface B { int in(); boolean repeat(); int name();\ninterface A { @Relu Tensor a(); } }")
                .finds("block", "the name in means something else in expressions", "in()")
                .finds("block", "repeat must be of type int, found boolean", "repeat()")
                .finds("block", "name must be of type java.lang.String, found int", "name()")
                .nothingElse();
    }

    @Test
    void layersAreCheckedByThemselves() {
        sources(block("@Conv(out = 3, kernel = 0) Tensor a();\n@Add Tensor b(Tensor a, Tensor x);\n@Conv Tensor c();"))
                .finds("attribute", "@Conv(kernel): a number from 1", "0)")
                .finds("unknown-input", "b reads x, but no layer has that name", "x)")
                .finds("attribute", "@Conv(out): it must be given: write @Conv(out = …)", "@Conv Tensor c")
                .nothingElse();
    }

    @Test
    void unusedLayers() {
        sources(block("@Relu Tensor a();\n@Relu Tensor b(Tensor input);"))
                .warns("unused-layer", "nobody reads a", "a()")
                .nothingElse();
    }

    @Test
    void recursion() {
        sources(
                        "@Block\n@interface B { interface A { @C Tensor a(); } }",
                        "@Block\n@interface C { interface A { @B Tensor a(); } }")
                .finds("block", "the block B: it contains itself: nets.B → nets.C → nets.B", "interface B")
                .nothingElse();
        sources("@Block\n@interface B { interface A { @B Tensor a(); } }", interfaceOf(NETWORK, "@B Tensor a();"))
                .finds("block", "it contains itself: nets.B → nets.B", "interface B")
                .nothingElse();
    }

    @Test
    void blocksOfBlocksEnd() {
        String b =
                "@Block @interface B { interface A { @When(\"false\") @Relu Tensor a(); @C(repeat = 1024) Tensor b(); } }";
        String c = "@Block @interface C { int repeat(); interface A { @D(repeat = 1024) Tensor a(); } }";
        String d = "@Block @interface D { int repeat(); interface A { @When(\"false\") @Relu Tensor a(); } }";
        sources(b, c, d, interfaceOf(NETWORK, "@B\nTensor a();"))
                .finds("too-large", "the blocks have more than 16384 layers", "@B")
                .nothingElse();
    }

    @Test
    void values() {
        used("@Conv @Let(\"out = in / (out - 4)\") Tensor a();", "@B\nTensor b();")
                .finds(
                        "expression",
                        "out = in / (out - 4): division by zero: 3 / 0 (block = 0, first = 1, in = 3, inHeight = 32, "
                                + "inWidth = 32, out = 4, repeat = 1, stride = 1)\n    (in B.a)",
                        "@B")
                .nothingElse();
        used("@Conv @Let(\"out = out * 65536 * 65536\") Tensor a();", "@B\nTensor b();")
                .finds("expression", "262144 * 65536 is beyond an int", "@B")
                .nothingElse();
        used("@Conv @Let(\"out = out - 4\") Tensor a();", "@B\nTensor b();")
                .finds("attribute", "@Conv(out): a number from 1 to 16777216 is expected, found 0", "@B")
                .nothingElse();
        used("@Relu Tensor a();", "@B(repeat = 0) Tensor b();")
                .finds("attribute", "@B(repeat): a number from 1 to 1024 is expected, found 0", "0)")
                .nothingElse();
    }

    @Test
    void shapes() {
        used(
                        "@Conv(kernel = 3) @Let({\"out = out\", \"stride = stride\"}) Tensor a();\n@Add Tensor b(Tensor input, Tensor a);",
                        "@B(out = 3)\nTensor first();\n@B(out = 3, stride = 2)\nTensor second();")
                .finds("shape-mismatch", "second.0.b", "@B(out = 3, stride")
                .nothingElse();
    }

    @Test
    void inputs() {
        used("@Add Tensor a(Tensor input, Tensor input2);", "@B\nTensor b();")
                .finds("input-count", "@B reads 2 layers, found 1", "@B")
                .nothingElse();
    }

    /** What javac says itself is not said again, here and where the block is used. */
    @ParameterizedTest
    @ValueSource(strings = {"@Missing Tensor a();", "@Relu Missing a();", "@Conv(out = UNKNOWN) Tensor a();"})
    void erroneousSource(String body) {
        List<String> messages = used(body, "@B\nTensor b();").messages();
        assertThat(messages).isNotEmpty().noneMatch(message -> message.contains("[castnet:"));
    }
}
