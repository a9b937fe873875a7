package castnet.runtime.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from front to back: ustar, with GNU long names and pax headers (their {@code path} and {@code size}).
 * An entry is a header of 512 bytes and its contents, filled up to a multiple of 512; two blocks of zeros are the end.
 *
 * <pre>
 *   0 name[100]   124 size[12]   148 checksum[8]   156 type   257 magic[6]   345 prefix[155]
 * </pre>
 *
 * Nothing is ever written to a path. Not thread-safe.
 */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int MOST_NAME_BYTES = 1 << 16;

    /** What an entry is. */
    enum Kind {
        FILE,
        DIRECTORY,
        /** A link, a device, a sparse file and the like. */
        OTHER
    }

    /**
     * One entry.
     *
     * @param name path within the archive, as written there
     * @param size bytes of its contents
     * @param offset where its header starts in the unpacked archive
     */
    record Entry(String name, Kind kind, long size, long offset) {}

    private final ByteSource in;
    private final int mostEntries;
    private final byte[] header = new byte[BLOCK];
    private int entries;
    private long unread;
    private long padding;

    TarReader(ByteSource in, int mostEntries) {
        this.in = in;
        this.mostEntries = mostEntries;
    }

    /** The next entry, or null at the end of the archive. */
    @Nullable
    Entry next() throws DataException {
        String longName = null;
        long longSize = -1;
        while (true) {
            in.skip(unread + padding, "an entry's contents");
            long offset = in.offset();
            unread = 0;
            padding = 0;
            if (in.atEnd()) {
                throw in.error(offset, "the archive ends without its end marker; it is truncated");
            }
            in.readFully(header, "an entry's header");
            if (isZero(header)) {
                in.drain();
                return null;
            }
            checkHeader(offset);
            if (++entries > mostEntries) {
                throw in.error(offset, "more than %,d entries, the limit".formatted(mostEntries));
            }
            char type = (char) (header[156] & 255);
            long size = longSize >= 0 && type != 'x' ? longSize : number(124, 12, offset);
            unread = size;
            padding = (BLOCK - size % BLOCK) % BLOCK;
            switch (type) {
                case 'L' -> longName = text(extension(offset));
                case 'x' -> {
                    PaxHeader pax = PaxHeader.parse(extension(offset), in, offset + BLOCK);
                    longName = pax.path() == null ? longName : pax.path();
                    longSize = pax.size();
                }
                case 'g', 'K' -> extension(offset);
                default -> {
                    return new Entry(longName == null ? name() : longName, kind(type), size, offset);
                }
            }
        }
    }

    /** The contents of the entry that {@link #next} gave; to be called once at most. */
    byte[] contents(Entry entry) throws DataException {
        byte[] bytes = new byte[(int) entry.size()];
        in.readFully(bytes, entry.name());
        unread = 0;
        return bytes;
    }

    private byte[] extension(long offset) throws DataException {
        if (unread > MOST_NAME_BYTES) {
            throw in.error(
                    offset, "an extended header of %,d bytes, the limit is %,d".formatted(unread, MOST_NAME_BYTES));
        }
        byte[] bytes = new byte[(int) unread];
        in.readFully(bytes, "an extended header");
        unread = 0;
        return bytes;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkHeader(long offset) throws DataException {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 255;
        }
        if (number(148, 8, offset) != sum) {
            throw in.error(offset, "is not a tar header, or a damaged one: the checksum differs");
        }
    }

    private static Kind kind(char type) {
        return switch (type) {
            case '0', '\0', '7' -> Kind.FILE;
            case '5' -> Kind.DIRECTORY;
            default -> Kind.OTHER;
        };
    }

    private String name() {
        String name = text(Arrays.copyOfRange(header, 0, 100));
        boolean ustar = header[257] == 'u' && header[261] == 'r' && header[262] == 0;
        String prefix = ustar ? text(Arrays.copyOfRange(header, 345, 500)) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Octal digits, or (first bit set) a number in bytes, highest first. */
    private long number(int from, int length, long offset) throws DataException {
        long value = 0;
        if ((header[from] & 128) != 0) {
            value = header[from] & 63;
            for (int i = from + 1; i < from + length; i++) {
                if (value >= 1L << 54) {
                    throw in.error(offset + from, "a number beyond all limits in a tar header");
                }
                value = value << 8 | (header[i] & 255);
            }
            return value;
        }
        String digits = text(Arrays.copyOfRange(header, from, from + length)).strip();
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 7) {
                throw in.error(
                        offset + from, "'%s' is not an octal number; not a tar header".formatted(printable(digits)));
            }
            value = value * 8 + digit;
        }
        return value;
    }

    private static String printable(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
