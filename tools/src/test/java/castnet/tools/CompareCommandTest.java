package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.examples.study.StrideStudySweep;
import castnet.runtime.SweepPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison at its smallest: one seed, one epoch, a few images. */
class CompareCommandTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^<>]*?(/?)>");
    private static final Set<String> VOID = Set.of("meta", "br");

    @TempDir
    Path directory;

    @Test
    void theEmbeddedImages() throws IOException {
        Cli.Result result = compare("synthetic:32,32", "--seeds", "2", "--epochs", "2", "--threads", "2");
        List<SweepPoint> points = StrideStudySweep.points();
        assertThat(result.out().lines().filter(line -> line.contains(" µs "))).hasSize(points.size());
        assertThat(result.out()).contains("32 training and 32 test images of 10 classes; 2 epochs, 2 seeds");
        assertThat(result.out().lines().toList().getLast())
                .isEqualTo("wrote " + directory.resolve("report.html").toAbsolutePath());
        assertThat(result.err()).contains("StrideStudy", "epoch 1 of 2");
        String page = page();
        for (SweepPoint point : points) {
            assertThat(page).contains("<summary>" + point.network().info().name() + "</summary>");
        }
        assertThat(page)
                .contains("--data synthetic:32,32 --seeds 2 --epochs 2")
                .contains("test accuracy in %", "training loss", "reads 25.0 % of", "reads 100.0 % of")
                .contains("<polyline");
    }

    @Test
    void oneEpochStillShowsItsPoints() throws IOException {
        Path cifar = DataFiles.cifar10(directory.resolve("cifar"), 40, 20);
        Cli.Result result = compare("cifar10:" + cifar, "--seeds", "1", "--epochs", "1", "--images", "33");
        assertThat(result.out()).contains("33 training and 20 test images of 10 classes");
        assertThat(page()).contains("<circle").doesNotContain("<polyline");
    }

    @Test
    void greyDigitsAreScaled() throws IOException {
        Path mnist = DataFiles.mnist(directory.resolve("mnist"), 40, 20);
        Cli.Result result = compare("mnist:" + mnist, "--seeds", "1", "--epochs", "1");
        assertThat(result.out()).contains("scaled to 3×32×32: 40 training and 20 test images of 10 classes");
        page();
    }

    @Test
    void someImagesOfAFolderAreOfAllClasses() throws IOException {
        Path folder = DataFiles.folder(directory.resolve("folder"), 20, 20);
        Cli.Result result = compare("folder:" + folder, "--seeds", "1", "--epochs", "4", "--images", "32");
        assertThat(result.out()).contains("32 training and 60 test images of 3 classes");
        // Trained on the first 32 alone, which are blue and green, it could never know red.
        Matcher accuracy = Pattern.compile("([0-9.]+) ± +0\\.0 %\n").matcher(result.out());
        List<Double> accuracies = new ArrayList<>();
        while (accuracy.find()) {
            accuracies.add(Double.valueOf(accuracy.group(1)));
        }
        assertThat(accuracies).hasSize(12).anyMatch(percent -> percent > 70);
        page();
    }

    private Cli.Result compare(String data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("compare", "--data", data));
        arguments.addAll(List.of("--report", directory.resolve("report.html").toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments).done();
    }

    /** The page, which needs nothing from elsewhere and closes what it opens. */
    private String page() throws IOException {
        String page = Files.readString(directory.resolve("report.html"));
        assertThat(page).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(page).doesNotContain("http", "src=", "href=", "url(", "@import", "<script", "NaN", "Infinity");
        List<String> open = new ArrayList<>();
        Matcher tag = TAG.matcher(page.substring(page.indexOf("</style>")));
        open.addAll(List.of("html", "head", "style"));
        while (tag.find()) {
            if (!tag.group(1).isEmpty()) {
                assertThat(open.removeLast()).as("closed by %s", tag.group()).isEqualTo(tag.group(2));
            } else if (tag.group(3).isEmpty() && !VOID.contains(tag.group(2))) {
                open.add(tag.group(2));
            }
        }
        assertThat(open).isEmpty();
        return page;
    }
}
