package castnet.examples.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reference files that are not part of the project: the folder that the environment's {@code CASTNET_DATA} names, or
 * {@code ../shared/data} beside the project. Tests that need them skip with a message where they are absent.
 */
final class SharedData {
    private SharedData() {}

    /** A file of the folder; skips the calling test if it is absent. */
    static Path file(String name) {
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

    /** A JSON file of the folder. */
    static JsonNode json(String name) {
        try {
            return new ObjectMapper().readTree(file(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
