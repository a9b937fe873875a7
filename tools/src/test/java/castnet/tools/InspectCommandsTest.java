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
    void benchPrintsPercentiles() {
        String text = Cli.run("bench", "Speck", "--seconds", "0.2", "--batch", "2", "--threads", "2")
                .done()
                .out();
        assertThat(text.lines().findFirst()).hasValue("Speck, 3×32×32, batch 2, 2 threads");
        assertThat(text).contains("first call", "median", "p99", "p99.9", "maximum", "images/s", "GFLOP/s");
        assertThat(text.lines().filter(line -> line.contains("bytes allocated")))
                .singleElement()
                .satisfies(line -> assertThat(line).containsPattern("allocated +[0-9,.]+ +per call"));
    }
}
