package castnet.processor.rejects;

import static castnet.processor.Compiled.network;

import castnet.processor.Compiled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes out of range, with the wrong number of values, or that contradict each other. */
class AttributeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "@Conv(out = 0)                                 | @Conv(out): a number from 1 to 16777216 is expected, found 0 | 0)",
                "@Conv(out = -3)                                | found -3                                      | -3)",
                "@Conv(out = 99999999)                          | found 99999999                                | 99999999)",
                "@Conv(out = 8, kernel = 0)                     | @Conv(kernel): a number from 1 to 65536       | 0)",
                "@Conv(out = 8, kernel = {3, -1})               | found -1                                      | -1})",
                "@Conv(out = 8, kernel = {})                    | 1 or 2 values are expected, found 0           | {})",
                "@Conv(out = 8, kernel = {1, 2, 3})             | 1 or 2 values are expected, found 3           | {1, 2, 3})",
                "@Conv(out = 8, stride = 0)                     | @Conv(stride): a number from 1                | 0)",
                "@Conv(out = 8, stride = {})                    | @Conv(stride): 1 or 2 values                  | {})",
                "@Conv(out = 8, dilation = 0)                   | @Conv(dilation)                               | 0)",
                "@Conv(out = 8, groups = 0)                     | @Conv(groups): a number from 1                | 0)",
                "@Conv(out = 8, pad = -1)                       | @Conv(pad): a number from 0                   | -1)",
                "@Conv(out = 8, pad = {1, 2, 3})                | 1, 2 or 4 values are expected, found 3        | {1, 2, 3})",
                "@Conv(out = 8, pad = 1, padding = Padding.SAME)| pad and padding contradict each other         | 1, padding",
                "@Conv(out = 8, kernel = 40000, dilation = 2)   | spans at most 65536 pixels                    | 40000",
                "@Conv(out = 8, name = \"\")                    | a name is expected that is not empty          | \"\")",
                "@Conv(out = 8, name = \"a b\")                 | has no blanks                                 | \"a b\")",
                "@MaxPool(kernel = 2, stride = {1, 0})          | @MaxPool(stride): a number from 1             | 0})",
                "@AvgPool(kernel = 0)                           | @AvgPool(kernel): a number from 1             | 0)",
                "@Linear(out = 0)                               | @Linear(out)                                  | 0)",
                "@BatchNorm(epsilon = 0)                        | a number above 0 and below 1 is expected, found 0.0 | 0)",
                "@BatchNorm(epsilon = Double.NaN)               | found NaN                                     | .NaN)",
                "@BatchNorm(momentum = 1.5)                     | @BatchNorm(momentum): a number from 0 to 1    | 1.5)",
                "@Dropout(1)                                    | @Dropout(value): a probability from 0 (inclusive) to 1 (exclusive) | 1)",
                "@Activation(value = Function.ELU, alpha = Double.POSITIVE_INFINITY) | a finite number is expected         | .POSITIVE",
                "@Activation(value = Function.TANH, alpha = 2)  | TANH has none: leave it out                   | 2)",
                "@BasicBlock(width = 0)                         | @BasicBlock(width)                            | 0)",
                "@BasicBlock(width = 8, repeat = 0)             | a number from 1 to 1024 is expected, found 0  | 0)",
                "@Activation(Function.SCALE)                    | SCALE needs one, the factor                   | @Activation",
                "@Reshape(channels = 1)                         | at most one of channels, height and width can follow from the others | 1)",
                "@Reshape(channels = -1, height = 1, width = 1) | @Reshape(channels)                            | -1, height",
                "@Bottleneck(width = 8, repeat = 1000000)       | found 1000000                                 | 1000000)",
                "@Bottleneck(width = 8, stride = -2)            | @Bottleneck(stride)                           | -2)",
                "@Bottleneck(width = 8, groups = 0)             | @Bottleneck(groups)                           | 0)",
                "@Bottleneck(width = 8, groupWidth = 1)         | 1 to 16777216 channels of the 3×3 is expected, found 0.0 | 8, groupWidth",
                "@Bottleneck(width = 8, expansion = 0)          | @Bottleneck(expansion)                        | 0)",
                "@Bottleneck(width = 16777216, expansion = 16777216) | at most 16777216 output channels         | 16777216, exp",
            })
    void one(String annotation, String words, String at) {
        network(annotation + " Tensor a();\n@Flatten Tensor b();")
                .finds("attribute", words, at)
                .nothingElse();
    }

    @Test
    void manyAtOnce() {
        network("""
                @Conv(out = 0, kernel = {0, 3}, stride = -1, groups = 0, pad = {1, 1, 1}) @BatchNorm(epsilon = 2, momentum = 2)
                Tensor a();
                @Dropout(-1) Tensor b();
                """)
                .finds("attribute", "@Conv(out)", "0, kernel")
                .finds("attribute", "@Conv(kernel)", "0, 3}")
                .finds("attribute", "@Conv(stride)", "-1")
                .finds("attribute", "@Conv(groups)", "0, pad")
                .finds("attribute", "@Conv(pad)", "{1, 1, 1}")
                .finds("attribute", "@BatchNorm(epsilon)", "2, momentum")
                .finds("attribute", "@BatchNorm(momentum)", "2)")
                .finds("attribute", "@Dropout(value)", "-1")
                .nothingElse();
    }

    @Test
    void defaultsOfTheNetwork() {
        Compiled.sources(Compiled.interfaceOf(
                        """
                        @Network(input = @Shape(channels = 3, height = 8, width = 8))
                        @BatchNorm(epsilon = -1)
                        @Residual(preActivation = true, zeroGamma = true)""", "@BasicBlock(width = 3) Tensor a();\n@BasicBlock(width = 3) Tensor b();"))
                .finds("attribute", "@BatchNorm(epsilon)", "-1)")
                .finds("attribute", "@Residual(zeroGamma): a γ of 0 before the last ReLU", "true)")
                .nothingElse();
    }
}
