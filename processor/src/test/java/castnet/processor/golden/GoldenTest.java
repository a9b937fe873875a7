package castnet.processor.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import castnet.processor.Compiled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Everything that is generated for a few small networks, to be read in reviews. {@code mvn test -pl processor -am
 * -Dtest=GoldenTest -Dsurefire.failIfNoSpecifiedTests=false -Dcastnet.updateGoldens=true} writes the files anew.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src", "test", "golden");
    private static final List<String> CUDA = List.of("-Acastnet.cuda=true");
    private static final boolean UPDATE = Boolean.getBoolean("castnet.updateGoldens");

    /** Convolution, batch norm, ReLU, pool and a fully connected layer. */
    private static final String PLAIN = """
            @Network(input = @Shape(channels = 3, height = 8, width = 8))
            public interface Plain {
                @Conv(out = 4, kernel = 3) @BatchNorm @Relu @MaxPool(kernel = 2, stride = 2) Tensor features();
                @GlobalAvgPool @Dropout(0.5) @Linear(out = 2) Tensor head();
            }
            """;

    /** A stride that skips, pushed back through a residual; grouped convolution; a projection. */
    private static final String STRIDED = """
            @SuppressWarnings("castnet:unread-activations")
            @Network(input = @Shape(channels = 8, height = 5, width = 5))
            interface Strided {
                @Bottleneck(width = 2, repeat = 1, groups = 2) Tensor layer1();
                @Bottleneck(width = 2, stride = 2, at = CONV1x1) Tensor layer2();
            }
            """;

    /** Named inputs, concatenation, a depthwise layer, an activation that is not fused. */
    private static final String BRANCHES = """
            @Network(input = @Shape(channels = 2, height = 6, width = 6))
            interface Branches {
                @Conv(out = 4, kernel = 1, bias = true) Tensor stem();
                @Conv(out = 4, kernel = 3, groups = 4) @Activation(Function.SILU) Tensor left(Tensor stem);
                @AvgPool(kernel = 3, stride = 1, padding = Padding.HALF) Tensor right(Tensor stem);
                @Concat Tensor join(Tensor left, Tensor right);
            }
            """;

    /** A user's block: a layer that is left out, one that is named by hand, a sum that only the second copy has. */
    private static final String WIDENED = """
            @Network(input = @Shape(channels = 2, height = 5, width = 5))
            interface Widened {
                @Block @interface Inverted {
                    int out(); int expand() default 2; int stride() default 1; int repeat() default 1;
                    interface Layers {
                        @When("expand > 1") @Conv @Let("out = in * expand") @BatchNorm @Relu Tensor conv1();
                        @Conv(name = "depthwise", kernel = 3)
                        @Let({"out = in * expand", "groups = in * expand", "stride = first ? stride : 1"}) Tensor conv2();
                        @Conv @Let("out = out") Tensor conv3();
                        @When("!first") @Add Tensor sum(Tensor input, Tensor conv3);
                    }
                }

                @Inverted(out = 3, stride = 2, repeat = 2) Tensor stage();
            }
            """;

    /** An index of variants. */
    private static final String SWEPT = """
            @Sweep(shortcut = {AVG_POOL, ZERO_PAD})
            @Network(input = @Shape(channels = 8, height = 4, width = 4))
            interface Swept { @BasicBlock(width = 16, stride = 2) Tensor layer1(); }
            """;

    /** Each network with the files that are worth reading. */
    record Golden(String source, List<String> files) {
        Map<String, String> generated() {
            return files(Compiled.withOptions(CUDA, source));
        }

        private Map<String, String> files(Compiled compiled) {
            Map<String, String> texts = new TreeMap<>();
            files.forEach(file -> texts.put(file, compiled.generated(file)));
            return texts;
        }
    }

    static final List<Golden> GOLDENS = List.of(
            new Golden(
                    PLAIN,
                    List.of(
                            "nets/CompiledPlain.java",
                            "nets/CompiledPlainCuda.java",
                            "nets/CompiledPlain.cu",
                            "nets/CompiledPlain.summary.txt",
                            "nets/CompiledPlain.summary.json",
                            "META-INF/services/castnet.runtime.NetworkFactory")),
            new Golden(STRIDED, List.of("nets/CompiledStrided.java", "nets/CompiledStrided.summary.txt")),
            new Golden(
                    BRANCHES,
                    List.of(
                            "nets/CompiledBranches.java",
                            "nets/CompiledBranches.summary.txt",
                            "nets/CompiledBranches.graph.json")),
            new Golden(WIDENED, List.of("nets/CompiledWidened.java", "nets/CompiledWidened_Inverted_Layers.java")),
            new Golden(SWEPT, List.of("nets/SweptSweep.java")));

    @ParameterizedTest
    @FieldSource("GOLDENS")
    void generatedAsReviewed(Golden golden) throws IOException {
        for (Map.Entry<String, String> file : golden.generated().entrySet()) {
            Path path = path(file.getKey());
            if (UPDATE) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            assertThat(file.getValue())
                    .as("%s; if the change is meant: -Dcastnet.updateGoldens=true", path)
                    .isEqualTo(Files.readString(path));
        }
    }

    /** A golden file that nothing generates any more would be reviewed in vain. */
    @Test
    void everyFileIsGenerated() throws IOException {
        assumeFalse(UPDATE, "the files are being written");
        TreeSet<Path> expected = new TreeSet<>();
        GOLDENS.forEach(golden -> golden.files().forEach(file -> expected.add(path(file))));
        try (Stream<Path> files = Files.walk(FOLDER)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** The same bytes, whatever is compiled beside a network, and in whichever order. */
    @Test
    void orderOfTheSourcesDoesNotMatter() {
        Compiled forwards = Compiled.withOptions(CUDA, PLAIN, STRIDED, BRANCHES, WIDENED, SWEPT);
        Compiled backwards = Compiled.withOptions(CUDA, SWEPT, WIDENED, BRANCHES, STRIDED, PLAIN);
        String index = "META-INF/services/castnet.runtime.NetworkFactory";
        assertThat(forwards.generated(index)).isEqualTo(backwards.generated(index));
        for (Golden golden : GOLDENS) {
            Golden own = new Golden(
                    golden.source(),
                    golden.files().stream().filter(f -> !f.equals(index)).toList());
            assertThat(own.files(forwards)).isEqualTo(own.files(backwards)).isEqualTo(own.generated());
        }
    }

    private static Path path(String file) {
        return FOLDER.resolve(file);
    }
}
