package castnet.runtime.training;

import java.io.IOException;

/** A checkpoint that is damaged, or belongs to another training. Nothing was changed. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
