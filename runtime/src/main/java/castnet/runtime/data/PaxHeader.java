package castnet.runtime.data;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an extended header of a tar archive says of the entry after it: records {@code "LENGTH KEY=VALUE\n"}, where LENGTH
 * counts the whole record.
 *
 * @param path the entry's name, or null
 * @param size bytes of its contents, or -1
 */
record PaxHeader(@Nullable String path, long size) {
    static PaxHeader parse(byte[] bytes, ByteSource in, long offset) throws DataException {
        String path = null;
        long size = -1;
        int start = 0;
        while (start < bytes.length && bytes[start] != 0) {
            int space = indexOf(bytes, ' ', start, Math.min(bytes.length, start + 10));
            int length = space < 0 ? -1 : (int) decimal(bytes, start, space);
            int end = start + length;
            int equal = space < 0 ? -1 : indexOf(bytes, '=', space, bytes.length);
            if (length < 0
                    || end > bytes.length
                    || end <= start
                    || equal < 0
                    || equal >= end
                    || bytes[end - 1] != '\n') {
                throw in.error(offset + start, "a damaged pax record in a tar header");
            }
            String key = new String(bytes, space + 1, equal - space - 1, StandardCharsets.UTF_8);
            if (key.equals("path")) {
                path = new String(bytes, equal + 1, end - equal - 2, StandardCharsets.UTF_8);
            } else if (key.equals("size")) {
                size = decimal(bytes, equal + 1, end - 1);
                if (size < 0) {
                    throw in.error(offset + equal + 1, "a damaged size in a pax record");
                }
            }
            start = end;
        }
        return new PaxHeader(path, size);
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static long decimal(byte[] bytes, int from, int to) {
        if (to <= from || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            value = 10 * value + bytes[i] - '0';
        }
        return value;
    }
}
