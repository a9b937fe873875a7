package castnet.runtime.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A strict reader of the JSON that safetensors' headers are made of: objects, strings, arrays of whole numbers. */
final class JsonReader {
    private static final int HEADER_START = 8;
    private static final int MOST_NUMBERS = 64;

    private final Path file;
    private final byte[] json;
    private int position;

    JsonReader(Path file, byte[] json) {
        this.file = file;
        this.json = json;
    }

    SafetensorsException problem(int at, String text) {
        return new SafetensorsException(file, HEADER_START + (long) at, text);
    }

    /** Where the next token begins. */
    int position() {
        skipSpace();
        return position;
    }

    void expect(char wanted) throws SafetensorsException {
        if (!accept(wanted)) {
            throw problem(position, "expected '%c', found %s".formatted(wanted, found()));
        }
    }

    boolean accept(char wanted) {
        skipSpace();
        if (position < json.length && json[position] == wanted) {
            position++;
            return true;
        }
        return false;
    }

    /** After an element: true at a comma, false at {@code end}. */
    boolean another(char end) throws SafetensorsException {
        if (accept(',')) {
            return true;
        }
        if (accept(end)) {
            return false;
        }
        throw problem(position, "expected ',' or '%c', found %s".formatted(end, found()));
    }

    void expectEnd() throws SafetensorsException {
        skipSpace();
        if (position != json.length) {
            throw problem(position, "expected the end of the header, found " + found());
        }
    }

    String string() throws SafetensorsException {
        expect('"');
        int start = position;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            if (position == json.length) {
                throw problem(start, "a string without an end");
            }
            byte next = json[position++];
            if (next == '"') {
                return decode(text.toByteArray(), start);
            } else if (next == '\\') {
                escape(text);
            } else if (next >= 0 && next < ' ') {
                throw problem(position - 1, "a control character in a string");
            } else {
                text.write(next);
            }
        }
    }

    /** An array of whole numbers of at least 0. */
    List<Long> numbers() throws SafetensorsException {
        List<Long> numbers = new ArrayList<>();
        expect('[');
        for (boolean more = !accept(']'); more; more = another(']')) {
            if (numbers.size() == MOST_NUMBERS) {
                throw problem(position, "more than %d numbers in an array".formatted(MOST_NUMBERS));
            }
            numbers.add(number());
        }
        return numbers;
    }

    private long number() throws SafetensorsException {
        skipSpace();
        int start = position;
        long value = 0;
        while (position < json.length && json[position] >= '0' && json[position] <= '9') {
            int digit = json[position++] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw problem(start, "a number beyond 64 bits");
            }
            value = 10 * value + digit;
        }
        if (position == start) {
            throw problem(start, "expected a whole number of at least 0, found " + found());
        }
        if (json[start] == '0' && position > start + 1) {
            throw problem(start, "a number with a leading zero");
        }
        return value;
    }

    private void escape(ByteArrayOutputStream text) throws SafetensorsException {
        int at = position - 1;
        char kind = position < json.length ? (char) json[position++] : 0;
        switch (kind) {
            case '"', '\\', '/' -> text.write(kind);
            case 'b' -> text.write('\b');
            case 'f' -> text.write('\f');
            case 'n' -> text.write('\n');
            case 'r' -> text.write('\r');
            case 't' -> text.write('\t');
            case 'u' -> text.writeBytes(codePoint(at).getBytes(StandardCharsets.UTF_8));
            default -> throw problem(at, "an unknown escape in a string");
        }
    }

    private String codePoint(int at) throws SafetensorsException {
        char first = codeUnit(at);
        if (!Character.isSurrogate(first)) {
            return String.valueOf(first);
        }
        if (Character.isHighSurrogate(first)
                && position + 1 < json.length
                && json[position] == '\\'
                && json[position + 1] == 'u') {
            position += 2;
            char second = codeUnit(at);
            if (Character.isLowSurrogate(second)) {
                return Character.toString(Character.toCodePoint(first, second));
            }
        }
        throw problem(at, "half of a surrogate pair");
    }

    private char codeUnit(int at) throws SafetensorsException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = position < json.length ? Character.digit((char) json[position++], 16) : -1;
            if (digit < 0) {
                throw problem(at, "an escape needs four hexadecimal digits");
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private String decode(byte[] text, int start) throws SafetensorsException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw problem(start, "a string that is not UTF-8");
        }
    }

    private void skipSpace() {
        while (position < json.length && " \t\r\n".indexOf(json[position]) >= 0) {
            position++;
        }
    }

    private String found() {
        if (position == json.length) {
            return "the end of the header";
        }
        int found = json[position] & 0xff;
        return found > ' ' && found < 0x7f ? "'%c'".formatted(found) : "byte 0x%02x".formatted(found);
    }
}
