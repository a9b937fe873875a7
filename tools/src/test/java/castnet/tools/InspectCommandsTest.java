package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that only look: list, describe, bench. */
class InspectCommandsTest {

    @Test
    void listNamesEveryNetworkOnce() {
        List<String> lines = Cli.run("list").done().out().lines().toList();
        assertThat(lines).hasSize(1 + NetworkRegistry.load().networks().size());
        assertThat(lines.getFirst()).matches("network +parameters +MACs +input +output");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("ResNet50 "))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).matches("ResNet50 +25.557.032 +4.089.184.256 +3×224×224 +1000×1×1"));
        assertThat(lines).anyMatch(line -> line.startsWith("Speck "));
    }

    @Test
    void describePrintsTheCompilersSummary() {
        String text = Cli.run("describe", "Speck").done().out();
        assertThat(text.lines()).anyMatch(line -> line.matches("conv1 .*8×16×16.*"));
        assertThat(text.lines()).anyMatch(line -> line.matches("fc .*10×1×1.*"));
        assertThat(text).contains("memory of inference", "memory of training");
        // A 1×1 with stride 2 reads a quarter: the first variant of ResNet-50 has such layers, today's has none.
        assertThat(Cli.run("describe", "ResNet50V1").done().out()).contains(" 25.0 %");
        assertThat(Cli.run("describe", "ResNet50")
                        .done()
                        .out()
                        .lines()
                        .filter(line -> line.contains(" 25.0 %") && !line.contains("downsample")))
                .isEmpty();
    }

    @Test
    void benchOfSeveralNetworksTellsTheirRatio() {
        List<String> lines = Cli.run("bench", "Speck", "Mlp", "--seconds", "0.2", "--batch", "2", "--threads", "2")
                .done()
                .out()
                .lines()
                .toList();
        assertThat(lines.getFirst()).isEqualTo("batch 2, 2 threads; milliseconds per call");
        assertThat(lines.get(1))
                .contains("first", "median", "p99", "p99.9", "max", "images/s", "GFLOP/s", "bytes/call");
        assertThat(lines.get(2)).startsWith("Speck").endsWith(" 1.000");
        assertThat(lines.get(3)).startsWith("Mlp").containsPattern(" [0-9]+[.,][0-9]{3}$");
    }

    @Test
    void benchOfLayersAddsUpToTheRun() {
        List<String> lines = Cli.run("bench", "Speck", "--seconds", "0.2", "--layers")
                .done()
                .out()
                .lines()
                .toList();
        assertThat(lines)
                .anyMatch(line ->
                        line.matches("Speck, step by step, one image; the machine: [0-9.]+ GFLOP/s, [0-9.]+ GB/s .*"))
                .anyMatch(line -> line.matches("step +kernel +µs +share +GFLOP/s +GB/s +roofline"))
                .anyMatch(line -> line.matches("conv1 +Conv\\w+ +[0-9.]+ +[0-9.]+ % +[0-9.]+ +[0-9.]+ +[0-9]+ %"))
                .anyMatch(line -> line.matches("fc .* % +[0-9.]+ +[0-9.]+ +[0-9]+ %"))
                .anyMatch(line -> line.matches("a whole run .* 100.0 % .*"));
    }

    @Test
    void layersOfABatchAreNotTimed() {
        assertThat(Cli.run("bench", "Speck", "--layers", "--batch", "2")
                        .failed(2)
                        .err())
                .contains("--layers times one image at a time, not with --batch 2");
    }
}
