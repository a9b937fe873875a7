package castnet.processor.rejects;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.sources;

import castnet.processor.Compiled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the axes, the conditions and the points of a sweep, and where that is said. */
class SweepTest {
    private static Compiled sweep(String attributes) {
        return sources(interfaceOf(
                "@Network(input = @Shape(channels = 3, height = 16, width = 16))\n@Sweep(" + attributes + ")", """
                @Conv(out = 8, kernel = 3) @BatchNorm @MaxPool(kernel = 2) @Activation(Function.GELU) Tensor stem();
                @Bottleneck(width = 8) Tensor layer1();
                @Bottleneck(width = 16, stride = 2, shortcut = PROJECTION) Tensor layer2();
                @GlobalAvgPool Tensor pool();
                @Linear(out = 10) Tensor fc();
                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer2.widht | nothing is called layer2.widht that could be swept; did you mean layer2.width?",
                "width        | nothing is called width that could be swept: write layer.attribute, or Annotation.attribute",
                "stem.name    | nothing is called stem.name that could be swept",
                "stem.kernel  | stem.kernel is an attribute of @Conv and of @MaxPool: write stem.Conv.kernel"
            })
    void axisOfNothing(String of, String says) {
        sweep("axes = @Axis(of = \"" + of + "\", values = \"3\")")
                .finds("sweep", "@Sweep: " + says, "\"" + of + "\"")
                .nothingElse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer1.width   | 8x    | layer1.width: an integer is expected, found \"8x\"",
                "stem.value     | GELO  | stem.value: one of RELU",
                "stem.value     | GELO  | found \"GELO\"; did you mean GELU?",
                "stem.bias      | yes   | stem.bias: true or false is expected, found \"yes\"",
                "stem.epsilon   | small | stem.epsilon: a number is expected, found \"small\"",
                "Conv.kernel    | 3;3   | Conv.kernel: integers with commas between them is expected, found \"3;3\"",
                "layer1.width   | 4     | 4 stands twice on the axis layer1.width"
            })
    void valueThatIsNone(String of, String value, String says) {
        String first = of.equals("layer1.width") ? "\" 4\", " : "";
        sweep("axes = @Axis(of = \"" + of + "\", values = {" + first + "\"" + value + "\"})")
                .finds("sweep", says, "\"" + value + "\"})")
                .nothingElse();
    }

    @Test
    void axesThatOverlapOrAreEmpty() {
        sweep(
                        "axes = {@Axis(of = \"Bottleneck.groups\", values = \"1\"), @Axis(of = \"layer2.groups\", values = \"2\")}")
                .finds("sweep", "layer2.groups is swept by the axis Bottleneck.groups already", "\"layer2.groups\"")
                .nothingElse();
        sweep("at = CONV3x3, axes = @Axis(of = \"layer2.at\", values = \"CONV1x1\")")
                .finds("sweep", "layer2.at is swept by the axis at already", "\"layer2.at\"")
                .nothingElse();
        sweep("axes = @Axis(of = \"layer2.groups\", values = {})")
                .finds("sweep", "the axis layer2.groups has no values", "@Axis")
                .nothingElse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layer1.width <=              | character 16: a name, a number or ( is expected, found the end",
                "layer1.width <= 4 layer2     | character 19: an operator or the end is expected, found layer2",
                "(layer1.width <= 4           | character 19: ) is expected, found the end",
                "layer1.width # 4             | character 13: a name, a number or an operator is expected, found",
                "layer1.widht <= 4            | character 1: layer1.widht is neither an axis, nor an attribute of a layer, nor a value of an axis; did you mean layer1.width?",
                "layer2.shortcut < 4          | computes with PROJECTION, which is no number",
                "layer1.width + 1             | is no condition: 5.0 is neither true nor false",
                "layer1.width > layer2.width  | “layer1.width > layer2.width” leaves none of 2 points"
            })
    void conditionThatCannotBe(String condition, String says) {
        sweep("axes = @Axis(of = \"layer1.width\", values = {\"4\", \"8\"}), where = {\"1 < 2\", \"" + condition
                        + "\"}")
                .finds("sweep", says, "\"" + condition + "\"")
                .nothingElse();
    }

    @Test
    void pointsThatAreNoNetworks() {
        // A value that is wrong in every combination is to blame itself.
        sweep(widthsAndGroups("\"-1\"", "\"2\""))
                .finds(
                        "sweep",
                        "layer1.width = -1: none of its 2 points is a network; NetLayer1WidthMinus1Layer1Groups1 has [castnet:attribute] "
                                + "@Bottleneck(width): a number from 1 to 16777216 is expected, found -1",
                        "\"-1\"")
                .nothingElse();
        sweep(
                        "axes = {@Axis(of = \"stem.out\", values = {\"8\", \"12\"}), @Axis(of = \"stem.groups\", values = {\"1\", \"3\"})}, "
                                + "where = \"stem.groups < 4\"")
                .finds("sweep", "1 of 4 points are no networks; NetStemOut8StemGroups3 has [castnet:groups]", "@Sweep")
                .nothingElse();
    }

    @Test
    void namesThatArePointless() {
        sweep(
                        "shortcut = ZERO_PAD, axes = @Axis(of = \"fc.out\", values = {\"4\", \"5\"}), emit = {\"NetZeroPadFcOut4\", \"NetZeroPadFcOut6\"}")
                .finds(
                        "sweep",
                        "no point is called NetZeroPadFcOut6; did you mean NetZeroPadFcOut4?",
                        "\"NetZeroPadFcOut6\"")
                .nothingElse();
    }

    @Test
    void tooManyCombinations() {
        String digits = "\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\", \"9\", \"10\"";
        StringBuilder axes = new StringBuilder("axes = {@Axis(of = \"fc.bias\", values = {\"true\", \"false\"})");
        for (String of : new String[] {"stem.out", "layer1.width", "layer2.width", "layer1.repeat", "layer2.repeat"}) {
            axes.append(", @Axis(of = \"")
                    .append(of)
                    .append("\", values = {")
                    .append(digits)
                    .append("})");
        }
        sweep(axes.append("}").toString())
                .finds("sweep", "200,000 combinations are more than 100,000: give fewer values", "@Sweep")
                .nothingElse();
    }

    private static String widthsAndGroups(String width, String groups) {
        return "axes = {@Axis(of = \"layer1.width\", values = {\"8\", " + width
                + "}), @Axis(of = \"layer1.groups\", values = {\"1\", " + groups + "})}";
    }
}
