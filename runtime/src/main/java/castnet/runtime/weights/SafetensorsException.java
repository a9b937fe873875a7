package castnet.runtime.weights;

import java.io.IOException;
import java.nio.file.Path;

/** A safetensors file that breaks the format's rules; the message says which, in which file and at which byte. */
public final class SafetensorsException extends IOException {
    private static final long serialVersionUID = 1L;

    SafetensorsException(Path file, long offset, String problem) {
        super("%s: byte %d: %s".formatted(file, offset, problem));
    }
}
