package castnet.tools;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference files that are not part of the project: {@code CASTNET_DATA}, or {@code ../shared/data} beside the project. */
public final class SharedData {
    private SharedData() {}

    /** A file of the folder; skips the calling test if it is absent. */
    public static Path file(String name) {
        String given = System.getenv("CASTNET_DATA");
        Path project = Path.of("").toAbsolutePath();
        Path folder = given != null
                ? Path.of(given)
                : project.resolve("../../shared/data").normalize();
        Path file = folder.resolve(name);
        assumeTrue(
                Files.exists(file),
                () -> "skipped: no " + file + " (set CASTNET_DATA to the folder with the reference data)");
        return file;
    }
}
