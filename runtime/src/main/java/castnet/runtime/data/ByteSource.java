package castnet.runtime.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file read from front to back, unpacked on the way where it is gzip (told by its first two bytes), that knows its
 * position and turns every failure into a {@link DataException}. Not thread-safe.
 */
final class ByteSource implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final InputStream in;
    private final long limit;
    private long offset;

    private ByteSource(String name, InputStream in, long limit) {
        this.name = name;
        this.in = in;
        this.limit = limit;
    }

    /**
     * Opens a file.
     *
     * @param file plain or gzip
     * @param limit most bytes that may be read from it, unpacked
     */
    static ByteSource open(Path file, long limit) throws DataException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new DataException(name, "is a directory, expected a file");
        }
        InputStream raw = null;
        try {
            raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            raw.mark(2);
            boolean packed = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return packed
                    ? new ByteSource(
                            name + " (unpacked)",
                            new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER),
                            limit)
                    : new ByteSource(name, raw, limit);
        } catch (IOException e) {
            closeQuietly(raw, e);
            throw explained(name, 0, e);
        }
    }

    private static void closeQuietly(@Nullable InputStream stream, IOException because) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static DataException explained(String name, long offset, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new DataException(name, "does not exist").causedBy(e);
        }
        if (e instanceof EOFException) {
            return new DataException(name, offset, "the gzip data ends early; the file is truncated").causedBy(e);
        }
        if (e instanceof ZipException) {
            return new DataException(name, offset, "the gzip data is corrupt: " + e.getMessage()).causedBy(e);
        }
        return new DataException(name, offset, "cannot be read: " + e).causedBy(e);
    }

    /** Name for messages. */
    String name() {
        return name;
    }

    /** Bytes read so far. */
    long offset() {
        return offset;
    }

    DataException error(long at, String problem) {
        return new DataException(name, at, problem);
    }

    /** Whether nothing is left. */
    boolean atEnd() throws DataException {
        try {
            in.mark(1);
            if (in.read() < 0) {
                return true;
            }
            in.reset();
            return false;
        } catch (IOException e) {
            throw explained(name, offset, e);
        }
    }

    /** Reads as many bytes as there are, up to the array's length. */
    int readSome(byte[] into) throws DataException {
        try {
            int count = in.readNBytes(into, 0, into.length);
            offset += count;
            if (offset > limit) {
                throw error(limit, "holds more than %,d bytes, the limit".formatted(limit));
            }
            return count;
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw explained(name, offset, e);
        }
    }

    /** Fills an array; {@code what} it is stands in the message where the file is too short. */
    void readFully(byte[] into, String what) throws DataException {
        int count = readSome(into);
        if (count < into.length) {
            throw error(offset, "ends inside %s: %d of %d bytes are there".formatted(what, count, into.length));
        }
    }

    /** Reads a 32-bit number, highest byte first. */
    int readInt(String what) throws DataException {
        byte[] bytes = new byte[4];
        readFully(bytes, what);
        return (bytes[0] & 255) << 24 | (bytes[1] & 255) << 16 | (bytes[2] & 255) << 8 | (bytes[3] & 255);
    }

    /** Leaves out some bytes. */
    void skip(long count, String what) throws DataException {
        byte[] waste = new byte[(int) Math.min(count, BUFFER)];
        long left = count;
        while (left > waste.length) {
            readFully(waste, what);
            left -= waste.length;
        }
        readFully(left == waste.length ? waste : new byte[(int) left], what);
    }

    /** Reads what is left, up to the limit. */
    byte[] readAll() throws DataException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] block = new byte[BUFFER];
        int count;
        do {
            count = readSome(block);
            bytes.write(block, 0, count);
        } while (count == block.length);
        return bytes.toByteArray();
    }

    /** Reads what is left, which makes gzip compare its checksum. */
    void drain() throws DataException {
        byte[] waste = new byte[BUFFER];
        int count;
        do {
            count = readSome(waste);
        } while (count == waste.length);
    }

    @Override
    public void close() throws DataException {
        try {
            in.close();
        } catch (IOException e) {
            throw explained(name, offset, e);
        }
    }
}
