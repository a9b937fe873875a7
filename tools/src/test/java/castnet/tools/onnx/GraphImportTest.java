package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Imported;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What exporters write around the layers, and what becomes of it. The input x is N×4×6×9. */
class GraphImportTest {
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
    private List<Long> input = List.of(-1L, 4L, 6L, 9L);

    @Test
    void everySecondPixelWithChannelsOfZeros() throws OnnxException {
        whole("zero", 0);
        whole("end", Long.MAX_VALUE);
        whole("two", 2);
        whole("three", 3);
        whole("pads", 0, 1, 0, 0, 0, 2, 0, 0);
        node("Slice", "rows", "x", "zero", "end", "two", "two");
        node("Slice", "columns", "rows", "zero", "end", "three", "three");
        node("Pad", "y", "columns", "pads");
        assertThat(body()).containsExactly("@MaxPool(kernel = 1, stride = {2, 3})", "@Pad(channels = {1, 2})");
    }

    @Test
    void halfAMapIsNotSaid() {
        whole("zero", 0);
        whole("end", 3);
        whole("axis", -1);
        node("Slice", "y", "x", "zero", "end", "axis");
        assertRefused("Slice y: the language takes every n-th row and column, this one from 0 to 3 by 1 of axis 3");
    }

    @Test
    void theBatchIsPassedThroughWhatComputesSizes() throws OnnxException {
        whole("0", 0);
        whole("axis", 0);
        node("Shape", "shape", "x");
        node("Gather", "batch", "shape", "0");
        node("Unsqueeze", "batches", "batch", "axis");
        node("Concat", "sizes", Map.of("axis", new OnnxAttribute.Whole(0)), "batches", "rest");
        node("Reshape", "lines", "x", "sizes");
        node("Reshape", "same", "lines", "shape");
        node("Relu", "y", "same");
        whole("rest", 2, -1);
        assertThat(body())
                .containsExactly(
                        "@Reshape(channels = 2, height = 1, width = 108)",
                        "@Reshape(channels = 4, height = 6, width = 9)",
                        "@Relu");
    }

    @Test
    void linesAreMapsOfOneRow() throws OnnxException {
        input = List.of(1L, 4L, 9L);
        constants.put("w", OnnxTensor.of(List.of(6L, 2L, 3L), new float[36]));
        node("Conv", "conv", Map.of("group", new OnnxAttribute.Whole(2), "pads", wholes(1, 0)), "x", "w");
        node("MaxPool", "pool", Map.of("kernel_shape", wholes(2), "strides", wholes(2)), "conv");
        node("GlobalAveragePool", "mean", "pool");
        node("Flatten", "y", "mean");
        assertThat(body())
                .containsExactly(
                        "@Conv(out = 6, kernel = {1, 3}, pad = {0, 1, 0, 0}, groups = 2)",
                        "@MaxPool(kernel = {1, 2})",
                        "@GlobalAvgPool");
    }

    @Test
    void constantsBecomeBiasesFactorsAndConvolutionsOfOneChannel() throws OnnxException {
        constants.put("w", OnnxTensor.of(List.of(4L, 4L, 1L, 1L), new float[16]));
        constants.put("shift", OnnxTensor.of(List.of(4L, 1L, 1L), 1f, 2f, 3f, 4f));
        constants.put("half", OnnxTensor.of(List.of(), 0.5f));
        constants.put("two", OnnxTensor.of(List.of(1L), 2f));
        node("Sub", "centred", "x", "shift");
        node("Div", "normal", "centred", "shift");
        node("Conv", "conv", "normal", "w");
        node("Add", "biased", "shift", "conv");
        node("Mul", "scaled", "biased", "half");
        node("Div", "quarter", "scaled", "two");
        node("Relu", "y", "quarter");
        Imported imported = read();
        assertThat(lines(imported))
                .containsExactly(
                        "@Conv(out = 4, groups = 4, bias = true)",
                        "@Conv(out = 4, groups = 4)",
                        "@Conv(out = 4, bias = true) @Activation(value = Function.SCALE, alpha = 0.25)",
                        "@Relu");
        assertThat(imported.weights().values("centred.weight")).containsOnly(1);
        assertThat(imported.weights().values("centred.bias")).containsExactly(-1, -2, -3, -4);
        assertThat(imported.weights().values("normal.weight")).containsExactly(1, 0.5f, 1f / 3, 0.25f);
        assertThat(imported.weights().values("conv.bias")).containsExactly(1, 2, 3, 4);
    }

    @Test
    void whatIsReadUnderTwoNamesIsNotChanged() throws OnnxException {
        constants.put("w", OnnxTensor.of(List.of(4L, 4L, 1L, 1L), new float[16]));
        constants.put("shift", OnnxTensor.of(List.of(4L, 1L, 1L), 1f, 2f, 3f, 4f));
        node("Conv", "conv", "x", "w");
        node("Identity", "same", "conv");
        node("Add", "biased", "same", "shift");
        node("Concat", "y", "conv", "biased");
        assertThat(body()).containsExactly("@Conv(out = 4)", "@Conv(out = 4, groups = 4, bias = true)", "@Concat");
    }

    @Test
    void geluAsItsFormula() throws OnnxException {
        constants.put("root", OnnxTensor.of(List.of(), (float) Math.sqrt(2)));
        constants.put("one", OnnxTensor.of(List.of(), 1f));
        constants.put("half", OnnxTensor.of(List.of(), 0.5f));
        node("Div", "scaled", "x", "root");
        node("Erf", "erf", "scaled");
        node("Add", "sum", "erf", "one");
        node("Mul", "product", "x", "sum");
        node("Mul", "y", "product", "half");
        assertThat(body()).containsExactly("@Activation(Function.GELU)");
    }

    @Test
    void erfAlone() {
        node("Erf", "y", "x");
        assertRefused("Erf y: the language has erf within GELU only, of x/√2");
    }

    @Test
    void aRepeatedPixelIsAFactor() throws OnnxException {
        whole("shape", -1, 4, 6, 9);
        node("GlobalAveragePool", "mean", "x");
        node("Expand", "all", "mean", "shape");
        node("Mul", "y", "all", "x");
        assertThat(body()).containsExactly("@GlobalAvgPool", "@Multiply");
        nodes.removeLast();
        node("Add", "y", "all", "x");
        assertRefused("Add y: a pixel is repeated before it; the language does so in products only");
    }

    @Test
    void zerosAreALayerWhereNoConvolutionReadsThem() throws OnnxException {
        whole("pads", 1, 0, 1, 2);
        whole("axes", 2, 3);
        constants.put("zero", OnnxTensor.of(List.of(), 0f));
        node("Pad", "padded", "x", "pads", "zero", "axes");
        node("AveragePool", "y", Map.of("kernel_shape", wholes(2, 2)), "padded");
        assertThat(body()).containsExactly("@Pad({1, 0, 1, 2})", "@AvgPool(kernel = 2, stride = 1)");
    }

    @Test
    void resizingToSizes() throws OnnxException {
        whole("sizes", 1, 4, 18, 27);
        node("Resize", "y", Map.of("mode", new OnnxAttribute.Text("linear")), "x", "", "", "sizes");
        assertThat(body()).containsExactly("@Upsample(scale = 3, mode = Upsample.Mode.BILINEAR)");
        nodes.clear();
        node(
                "Resize",
                "y",
                Map.of("coordinate_transformation_mode", new OnnxAttribute.Text("align_corners")),
                "x",
                "",
                "",
                "sizes");
        assertRefused("Resize y: the language resizes to the nearest pixel or, by half pixels, linearly; "
                + "this one is nearest, align_corners, round_prefer_floor");
    }

    @Test
    void aNodeBehindOneThatIsRefusedIsNotListed() {
        node("LSTM", "lost", "x");
        node("Shape", "shape", "lost");
        node("Cast", "cast", Map.of("to", new OnnxAttribute.Whole(1)), "shape");
        node("Reshape", "y", "lost", "cast");
        assertThatThrownBy(this::read).hasMessage("""
                1 of the model's 4 nodes cannot be said in the language:
                  LSTM lost: the language has no such operation""");
    }

    @Test
    void sizesComputedFromTheBatch() {
        whole("0", 0);
        whole("2", 2);
        node("Shape", "shape", "x");
        node("Gather", "batch", "shape", "0");
        node("Mul", "twice", "batch", "2");
        node("Reshape", "y", "x", "twice");
        assertRefused("Mul twice: sizes computed with the batch, or with -1 and 2");
    }

    private void assertRefused(String problem) {
        assertThatThrownBy(this::read).isInstanceOf(OnnxException.class).hasMessageEndingWith("\n  " + problem);
    }

    private void whole(String name, long... values) {
        constants.put(name, OnnxTensor.of(List.of((long) values.length), values));
    }

    private static OnnxAttribute wholes(long... values) {
        return new OnnxAttribute.Wholes(Arrays.stream(values).boxed().toList());
    }

    private void node(String op, String output, String... inputs) {
        node(op, output, Map.of(), inputs);
    }

    private void node(String op, String output, Map<String, OnnxAttribute> attributes, String... inputs) {
        nodes.add(new OnnxNode(op, output, "", List.of(inputs), List.of(output), attributes));
    }

    private Imported read() throws OnnxException {
        OnnxGraph graph = new OnnxGraph(
                "g", nodes, constants, List.of(new OnnxValue("x", input)), List.of(new OnnxValue("y", List.of())));
        return OnnxImporter.read(
                new OnnxModel(8, Map.of("", 17L), "", graph), new Request("m.onnx", "", "M", null, null));
    }

    private List<String> body() throws OnnxException {
        return lines(read());
    }

    /** Annotations of the layers, one text each. */
    private static List<String> lines(Imported imported) {
        return imported.source()
                .lines()
                .filter(line -> line.contains(" Tensor "))
                .map(line -> line.substring(0, line.indexOf(" Tensor ")).strip())
                .collect(Collectors.toList());
    }
}
