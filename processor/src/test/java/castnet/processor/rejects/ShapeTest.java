package castnet.processor.rejects;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.network;
import static castnet.processor.Compiled.sources;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Compiled;
import org.junit.jupiter.api.Test;

/** Shapes that do not meet, each with the way how it came about. */
class ShapeTest {

    @Test
    void summandsOfDifferentShapes() {
        Compiled compiled = network("""
                @Conv(out = 16, kernel = 3, stride = 2) @BatchNorm @Relu Tensor left();
                @Conv(out = 8, kernel = 3) Tensor right(Tensor input);
                @MaxPool(kernel = 2) Tensor half();
                @Add @Relu Tensor join(Tensor left, Tensor half);
                @Flatten Tensor readsJoin();
                """);
        assertThat(compiled.messages().getFirst()).isEqualTo("""
                        [castnet:shape-mismatch] join.add: summands must have the same shape, found 16×16×16 and 8×16×16
                            left: input 3×32×32 → left (3×3 convolution, stride 2, padding 1) 16×16×16
                            half: input 3×32×32 → right (3×3 convolution, padding 1) 8×32×32 → half (max pool 2×2, stride 2) 8×16×16""");
        compiled.finds("shape-mismatch", "", "@Add").nothingElse();
    }

    @Test
    void concatOfDifferentSizes() {
        network("@Conv(out = 4, stride = 2) Tensor a();\n@Concat Tensor b(Tensor a, Tensor input);")
                .finds("shape-mismatch", """
                        b: concatenated layers must have the same size, found 4×16×16 and 3×32×32
                            a: input 3×32×32 → a (1×1 convolution, stride 2) 4×16×16
                            input: input 3×32×32""", "@Concat")
                .nothingElse();
    }

    @Test
    void reshapesOfOtherSizes() {
        network(
                        "@Reshape(channels = 5, height = 7) Tensor a();\n@Reshape(channels = 3, height = 32, width = 31) Tensor b(Tensor input);")
                .finds("shape-mismatch", "a: 3×32×32 has 3072 elements, 5×7×87 has 3045", "@Reshape(channels = 5")
                .finds("shape-mismatch", "b: 3×32×32 has 3072 elements, 3×32×31 has 2976", "@Reshape(channels = 3")
                .nothingElse();
    }

    @Test
    void reflectionsLargerThanTheMap() {
        network("@Pad(value = {31, 0, 0, 32}, mode = Pad.Mode.REFLECT) Tensor a();")
                .finds(
                        "pool-padding",
                        "a: a reflection has at most one row and column less than the map of 32×32, found top 31 left 0 bottom 0 right 32",
                        "{31")
                .nothingElse();
    }

    @Test
    void linearOverAMap() {
        network("@Linear(out = 10) Tensor fc();")
                .finds(
                        "shape-mismatch",
                        "fc: a fully connected layer reads C×1×1, found 3×32×32: put @Flatten",
                        "@Linear")
                .nothingElse();
    }

    @Test
    void groups() {
        network("@Conv(out = 8, groups = 2) Tensor a();\n@Conv(out = 7, groups = 3) Tensor b(Tensor input);")
                .finds("groups", "a: 3 input channels are not divisible by 2 groups", "2)")
                .finds("groups", "b: 7 output channels are not divisible by 3 groups", "3)")
                .nothingElse();
    }

    @Test
    void oncePerStageNotPerBlock() {
        sources(interfaceOf(
                        "@Network(input = @Shape(channels = 8, height = 2, width = 2))",
                        "@BasicBlock(width = 4, repeat = 9, shortcut = ZERO_PAD) Tensor a();\n@Flatten Tensor b();"))
                .finds("shape-mismatch", "a.0", "ZERO_PAD)")
                .nothingElse();
    }

    @Test
    void windowLargerThanInput() {
        network("@MaxPool(kernel = 40, pad = 0) Tensor a();")
                .finds(
                        "window-size",
                        "a: a window of 40×40 does not fit into 32×32 (32×32 with its padding)",
                        "40, pad")
                .nothingElse();
        network("@Conv(out = 1, kernel = {35, 1}, pad = 1) Tensor a();")
                .finds("window-size", "does not fit into 32×32 (34×34 with its padding)", "{35, 1}")
                .nothingElse();
    }

    @Test
    void paddingOfAPool() {
        network("@AvgPool(kernel = 3, pad = 2) Tensor a();")
                .finds("pool-padding", "a: padding of a pool may be at most half of its window of 3×3", "2)")
                .nothingElse();
    }

    @Test
    void zeroPadCannotTakeChannelsAway() {
        sources(
                        interfaceOf(
                                """
                        @Network(input = @Shape(channels = 16, height = 8, width = 8))
                        @Residual(shortcut = ZERO_PAD)""",
                                "@BasicBlock(width = 8) Tensor a();\n@BasicBlock(width = 4, shortcut = ZERO_PAD) Tensor b(Tensor input);"))
                .finds(
                        "shape-mismatch",
                        "a.0: a shortcut that pads with zeros cannot take channels away: 16 are to become 8",
                        "ZERO_PAD)")
                .finds("shape-mismatch", "b.0: ", "ZERO_PAD)")
                .nothingElse();
    }

    @Test
    void sameKeyTwice() {
        network(
                        "@Conv(out = 4) Tensor a();\n@Conv(out = 4, name = \"a\") Tensor b();\n@Conv(out = 4) @Linear(out = 3) Tensor c(Tensor input);")
                .finds(
                        "duplicate-key",
                        "the weights a.weight exist already, they belong to Net.a: give one",
                        "@Conv(out = 4, name")
                .finds("shape-mismatch", "c: a fully connected layer reads", "@Linear")
                .nothingElse();
    }

    @Test
    void tooLarge() {
        network("@Conv(out = 16777216) Tensor a();")
                .finds("too-large", "a has 16777216×32×32: more than 2^31 elements", "@Conv")
                .nothingElse();
        network("@GlobalAvgPool @Conv(out = 16777216) Tensor a();\n@Conv(out = 16777216) Tensor b();")
                .finds("too-large", "b.weight has [16777216, 16777216, 1, 1] numbers", "@Conv")
                .nothingElse();
    }

    @Test
    void sidesThatGrowWithoutEnd() {
        StringBuilder layers = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            layers.append("@Conv(out = 1, pad = {65536, 0}) Tensor l%d();\n".formatted(i));
        }
        sources(interfaceOf("@Network(input = @Shape(channels = 1, height = 2))", layers.toString()))
                .finds("too-large", "a side longer than 2^24", "@Conv")
                .nothingElse();
    }

    @Test
    void factorsOfDifferentShapes() {
        network("@Conv(out = 3, stride = 2) Tensor a();\n@Multiply Tensor b(Tensor input, Tensor a);")
                .finds("shape-mismatch", "the second factor must be 3×32×32 or 3×1×1, found 3×16×16", "@Multiply")
                .nothingElse();
        network("@GlobalAvgPool Tensor a();\n@Multiply Tensor b(Tensor a, Tensor input);")
                .finds("shape-mismatch", "the second factor must be 3×1×1 or 3×1×1, found 3×32×32", "@Multiply")
                .nothingElse();
    }

    @Test
    void paddingsAndScales() {
        network(
                        "@Pad({1, 2, 3}) Tensor a();\n@Pad(0) Tensor b();\n@Pad(-1) Tensor c();\n@Pad(channels = {1, 2, 3}) Tensor e();\n@Pad(channels = -2) Tensor f();\n@Upsample(scale = 1) Tensor d();")
                .finds("attribute", "1, 2 or 4 values are expected, found 3", "{1, 2, 3}")
                .finds("attribute", "at least one side must get a pixel or a channel, or leave @Pad out", "0)")
                .finds("attribute", "1 or 2 values are expected, found 3", "{1, 2, 3}) Tensor e")
                .finds("attribute", "a number from 0 to 16777216 is expected, found -2", "-2")
                .finds("attribute", "a number from 0 to 65536 is expected, found -1", "-1")
                .finds("attribute", "a number from 2 to 64 is expected, found 1", "1)")
                .nothingElse();
    }

    @Test
    void concatOfMoreChannelsThanAnIntHolds() {
        String halves = "@Flatten Tensor a();\n@Flatten Tensor b(Tensor input);\n@Concat Tensor c(Tensor a, Tensor b);";
        sources(interfaceOf("@Network(input = @Shape(channels = 1200000000))", halves))
                .finds("shape-mismatch", "together they have more than", "@Concat")
                .nothingElse();
    }

    @Test
    void longHistoriesAreShortened() {
        StringBuilder layers = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            layers.append("@Conv(out = %d) Tensor conv%d();\n".formatted(i, i));
        }
        Compiled compiled = network(layers + "@Linear(out = 10) Tensor fc();");
        assertThat(compiled.messages()).hasSize(1);
        assertThat(compiled.messages().getFirst())
                .contains("input 3×32×32 → conv1 (1×1 convolution) 1×32×32 → … → conv25")
                .endsWith("→ conv30 (1×1 convolution) 30×32×32");
    }

    /** Each mistake once, and nothing about layers that read a broken one. */
    @Test
    void noCascades() {
        network("""
                @Conv(out = 0) Tensor a();
                @Linear(out = 10) Tensor b();
                @Conv(out = 4, groups = 5) Tensor c(Tensor input);
                @Add Tensor d(Tensor b, Tensor c);
                @Linear(out = 10) Tensor e(Tensor missing);
                @Relu Tensor f();
                @Linear(out = 10) Tensor g(Tensor input);
                @Relu Tensor h(Tensor f, Tensor g);
                """)
                .finds("attribute", "@Conv(out)", "0)")
                .finds("groups", "c: 3 input channels", "5)")
                .finds("unknown-input", "e reads missing", "missing)")
                .finds("shape-mismatch", "g: a fully connected layer", "@Linear")
                .nothingElse();
    }
}
