package castnet.runtime.data;

import java.io.IOException;
import java.io.Serial;

/** Says what is wrong with a data file, in which file (or archive entry) and at which byte. */
public final class DataException extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String source;
    private final long offset;

    /**
     * A problem with a file as a whole.
     *
     * @param source the file, directory or archive entry
     * @param problem what is wrong, and what was expected
     */
    public DataException(String source, String problem) {
        super(source + ": " + problem);
        this.source = source;
        this.offset = -1;
    }

    /**
     * A problem at one place of a file.
     *
     * @param source the file or archive entry
     * @param offset the byte, from 0; of a compressed file, in its unpacked contents
     * @param problem what is wrong, and what was expected
     */
    public DataException(String source, long offset, String problem) {
        super("%s, byte %d: %s".formatted(source, offset, problem));
        this.source = source;
        this.offset = offset;
    }

    DataException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /** The file, directory or archive entry. */
    public String source() {
        return source;
    }

    /** The byte from which the problem was seen, or -1 where the whole file is meant. */
    public long offset() {
        return offset;
    }
}
