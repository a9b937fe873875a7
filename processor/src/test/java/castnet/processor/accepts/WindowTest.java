package castnet.processor.accepts;

import static castnet.processor.Compiled.interfaceOf;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Declared;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.Node;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows as written and as they become numbers, over 3×11×8. */
class WindowTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "@Conv(out = 4)                                          | %1:4×11×8 = 1×1 convolution(%0)",
                "@Conv(out = 4, kernel = 3)                              | %1:4×11×8 = 3×3 convolution, padding 1(%0)",
                "@Conv(out = 4, kernel = {3, 5}, stride = {1, 2})        | %1:4×11×4 = 3×5 convolution, stride 1×2, padding 1×2(%0)",
                "@Conv(out = 4, kernel = 4)                              | %1:4×10×7 = 4×4 convolution, padding 1(%0)",
                "@Conv(out = 4, kernel = 3, dilation = 2)                | %1:4×11×8 = 3×3 convolution, padding 2, dilation 2(%0)",
                "@Conv(out = 4, kernel = 3, dilation = {1, 3})           | %1:4×11×8 = 3×3 convolution, padding 1×3, dilation 1×3(%0)",
                "@Conv(out = 4, kernel = 3, padding = Padding.NONE)      | %1:4×9×6 = 3×3 convolution(%0)",
                "@Conv(out = 4, kernel = 3, pad = 0)                     | %1:4×9×6 = 3×3 convolution(%0)",
                "@Conv(out = 4, kernel = 3, pad = {2, 1})                | %1:4×13×8 = 3×3 convolution, padding 2×1(%0)",
                "@Conv(out = 4, kernel = 3, pad = {0, 1, 2, 3})          | %1:4×11×10 = 3×3 convolution, padding top 0 left 1 bottom 2 right 3(%0)",
                "@Conv(out = 4, kernel = 3, stride = 2, padding = Padding.SAME) | %1:4×6×4 = 3×3 convolution, stride 2, padding top 1 left 0 bottom 1 right 1(%0)",
                "@Conv(out = 4, kernel = 2, padding = Padding.SAME)      | %1:4×11×8 = 2×2 convolution, padding top 0 left 0 bottom 1 right 1(%0)",
                "@Conv(out = 4, kernel = 1, stride = 3, padding = Padding.SAME) | %1:4×4×3 = 1×1 convolution, stride 3(%0)",
                "@Conv(out = 6, kernel = 3, groups = 3)                  | %1:6×11×8 = 3×3 convolution, padding 1, 3 groups(%0)",
                "@MaxPool(kernel = 3, stride = 2)                        | %1:3×6×4 = max pool 3×3, stride 2, padding 1(%0)",
                "@MaxPool(kernel = 3, stride = 2, pad = 0, ceilMode = true) | %1:3×5×4 = max pool 3×3, stride 2, ceil mode(%0)",
                "@MaxPool(kernel = 3, stride = 2, padding = Padding.SAME) | %1:3×6×4 = max pool 3×3, stride 2, padding top 1 left 0 bottom 1 right 1(%0)",
                "@MaxPool(kernel = 3)                                    | %1:3×3×2 = max pool 3×3, stride 3(%0)",
                "@MaxPool(kernel = 3, padding = Padding.HALF)            | %1:3×4×3 = max pool 3×3, stride 3, padding 1(%0)",
                "@MaxPool(kernel = 3, stride = 3)                        | %1:3×4×3 = max pool 3×3, stride 3, padding 1(%0)",
                "@MaxPool(kernel = 2)                                    | %1:3×5×4 = max pool 2×2, stride 2(%0)",
                "@AvgPool(kernel = {2, 4})                               | %1:3×5×2 = average pool 2×4, stride 2×4, padding counts(%0)",
                "@AvgPool(kernel = 2, ceilMode = true, countIncludePad = false) | %1:3×6×4 = average pool 2×2, stride 2, ceil mode(%0)",
                "@GlobalAvgPool                                          | %1:3×1×1 = global average pool(%0)",
                "@Flatten                                                | %1:264×1×1 = flatten(%0)",
                "@Reshape(channels = 4, width = 6)                       | %1:4×11×6 = reshape to 4×11×6(%0)",
                "@Reshape(height = 1, width = 1)                         | %1:264×1×1 = flatten(%0)",
                "@Reshape(channels = 8, height = 3, width = 11)          | %1:8×3×11 = reshape to 8×3×11(%0)",
                "@Pad({1, 2})                                            | %1:3×13×12 = zeros around: top 1 left 2 bottom 1 right 2(%0)",
                "@Pad(value = {0, 7, 10, 0}, mode = Pad.Mode.REFLECT)    | %1:3×21×15 = reflection around: top 0 left 7 bottom 10 right 0(%0)",
                "@Pad(channels = 2)                                      | %1:7×11×8 = 2 zero channels before, 2 after(%0)",
                "@Pad(channels = {0, 5})                                 | %1:8×11×8 = 0 zero channels before, 5 after(%0)",
                "@Activation(value = Function.SCALE, alpha = 0.125)      | %1:3×11×8 = scale 0.125(%0)",
                "@Dropout                                                | %1:3×11×8 = dropout 0.5(%0)",
                "@Activation(Function.LEAKY_RELU)                        | %1:3×11×8 = leaky_relu 0.01(%0)",
                "@Activation(value = Function.ELU, alpha = 2)            | %1:3×11×8 = elu 2.0(%0)",
                "@Activation(Function.HARD_SWISH)                        | %1:3×11×8 = hard swish(%0)",
            })
    void becomes(String annotation, String node) {
        Node first = Declared.graph(interfaceOf(
                        "@Network(input = @Shape(channels = 3, height = 11, width = 8))", annotation + " Tensor a();"))
                .nodes()
                .getFirst();
        assertThat(GraphPrinter.print(first)).startsWith(node + " \"a\"");
    }
}
