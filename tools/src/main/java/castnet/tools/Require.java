package castnet.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks of options before the work begins; what they throw names the option. */
final class Require {
    private Require() {}

    static void positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, found %d".formatted(option, value));
        }
    }

    /** A file that will be written at the end: hours of work are not to be lost to a misspelt directory. */
    static void writable(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "%s %s: the directory %s does not exist".formatted(option, file, directory));
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("%s %s is a directory; expected a file".formatted(option, file));
        }
        if (!Files.isWritable(Files.exists(file) ? file : directory)) {
            throw new IllegalArgumentException("%s %s: no permission to write there".formatted(option, file));
        }
    }
}
