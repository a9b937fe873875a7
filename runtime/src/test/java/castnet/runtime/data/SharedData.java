package castnet.runtime.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the optional real data sets: in the folder that CASTNET_SHARED names, or in {@code ../shared/data}. */
final class SharedData {
    private SharedData() {}

    /** A file or directory there; the calling test is skipped without it. */
    static Path require(String name) {
        List<Path> candidates = Stream.of(
                        System.getProperty("CASTNET_SHARED"),
                        System.getenv("CASTNET_SHARED"),
                        "../shared/data",
                        "../../shared/data")
                .filter(folder -> folder != null)
                .map(folder -> Path.of(folder).resolve(name))
                .toList();
        for (Path path : candidates) {
            if (Files.exists(path)) {
                return path;
            }
        }
        assumeTrue(
                false,
                name + " is not there: set CASTNET_SHARED to the folder of shared data; looked at " + candidates);
        throw new AssertionError("skipped above");
    }
}
