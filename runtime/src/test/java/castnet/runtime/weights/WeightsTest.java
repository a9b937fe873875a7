package castnet.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsTest {
    @TempDir
    Path directory;

    @Test
    void everythingThatDoesNotFitIsListedAtOnce() {
        List<ParameterSpec> specs = List.of(
                spec("conv1.weight", 64, 3, 7, 7), spec("bn1.weight", 64), spec("fc.weight", 2, 3), spec("fc.bias", 2));
        Weights weights = Weights.builder()
                .put("conv1.weight", List.of(1, 3, 1, 1), 1, 2, 3)
                .put("fc.weight", List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .put("fc.bias", List.of(2), 1, 2)
                .put("head.bias", List.of(1), 1)
                .build();
        assertThatThrownBy(() -> weights.requireMatch("ResNet", specs))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("do not fit ResNet (2 of 4 arrays are as expected)")
                .hasMessageContaining("wrong shape conv1.weight: expected [64, 3, 7, 7], found [1, 3, 1, 1]")
                .hasMessageContaining("missing     bn1.weight [64]")
                .hasMessageContaining("unexpected  head.bias [1]");
        Weights.initialize(specs, 0).requireMatch("ResNet", specs);
    }

    @Test
    void readingLeavesOutCountersAndWhatBelongsToACheckpoint() throws IOException {
        Path file = directory.resolve("w");
        Safetensors.write(
                file,
                Weights.builder()
                        .put("module.bn1.num_batches_tracked", List.of(), 7)
                        .put("module.bn1.weight", List.of(1), 1)
                        .put("castnet.optimizer.momentum", List.of(1), 1)
                        .build(),
                Map.of());
        assertThat(Weights.read(file).keys()).containsExactly("bn1.weight");
    }

    @Test
    void aPrefixThatNotAllKeysHaveIsKept() throws IOException {
        Path file = directory.resolve("w");
        Weights.builder()
                .put("module.a", List.of(1), 1)
                .put("b", List.of(1), 1)
                .build()
                .write(file);
        assertThat(Weights.read(file).keys()).containsExactly("module.a", "b");
    }

    @Test
    void weightsCannotBeChangedThroughTheirArrays() {
        float[] mine = {1, 2};
        Weights weights = Weights.builder().put("x", List.of(2), mine).build();
        mine[0] = 9;
        weights.values("x")[1] = 9;
        assertThat(weights.values("x")).containsExactly(1, 2);
        FoldedConv.of(weights, "x", null, null, 0).weight()[0] = 9;
        assertThat(weights.values("x")).containsExactly(1, 2);
        assertThatThrownBy(() -> weights.keys().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void wrongArraysAreRefused() {
        Weights.Builder builder = Weights.builder().put("x", List.of(1), 1);
        assertThatThrownBy(() -> builder.put("x", List.of(1), 1)).hasMessageContaining("occurs twice");
        assertThatThrownBy(() -> builder.put("y", List.of(2), 1))
                .hasMessageContaining("has 2 elements, found 1 values");
        assertThatThrownBy(() -> builder.put("y", List.of(1), Float.NEGATIVE_INFINITY))
                .hasMessageContaining("y: element 0 is -Infinity");
        assertThatThrownBy(() -> builder.build().values("z")).hasMessageContaining("no array \"z\"");
    }

    private static ParameterSpec spec(String key, Integer... shape) {
        return new ParameterSpec(key, List.of(shape), Role.WEIGHT, Init.ONES);
    }
}
