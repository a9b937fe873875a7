package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    @TempDir
    Path directory;

    @Test
    void everyClaimHasItsPictureAndItsFigures() throws IOException {
        Path page = directory.resolve("study.html");
        String out = Cli.run(
                        "study",
                        "--data",
                        "synthetic:32,32",
                        "--seeds",
                        "1",
                        "--epochs",
                        "2",
                        "--report",
                        page.toString())
                .done()
                .out();
        assertThat(out)
                .containsPattern(
                        "gradient, CONV1x1, frozen statistics +where it reads [0-9.e-]+, where the stride skips 0[.]0+\n")
                .contains("ResNet50V1   3,857,973,248 MACs declared,  3,482,255,360 computed")
                .contains("ResNet50     4,089,184,256 MACs declared,  4,089,184,256 computed")
                .contains("PREVIOUS_CONV3x3  PROJECTION     1,758,464 MACs");
        String html = Files.readString(page);
        assertThat(html)
                .contains("--data synthetic:32,32 --seeds 1 --epochs 2", "<th>CONV1x1, frozen statistics</th>")
                .contains("3.48 G of 3.86 G", "76.66 %", "77.36 %", "max pool 2×2", "<polyline")
                .doesNotContain("http://", "https://", "src=", "NaN", "Infinity");
        assertThat(html.split("<figure>", -1)).hasSize(1 + 4);
        assertThat(html.split("departure\"", -1)).hasSize(1 + 2);
        assertThat(html.split("class=\"zero\"", -1).length).isGreaterThan(1);
    }
}
