package castnet.runtime.weights.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file that breaks the rules of its format, or holds what is refused; the message says what, and in which file. */
public final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFileException(Path file, String problem) {
        super(file + ": " + problem);
    }
}
