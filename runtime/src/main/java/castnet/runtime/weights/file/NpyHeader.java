package castnet.runtime.weights.file;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of NumPy's {@code .npy} (NEP 1): a dictionary as Python writes it, which is matched here and not evaluated.
 *
 * @param order of the elements' bytes
 * @param fortran whether the first index runs fastest
 */
record NpyHeader(Element element, ByteOrder order, boolean fortran, List<Integer> shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final int MOST_SIDES = 32;
    private static final Pattern DICTIONARY = Pattern.compile(
            "\\{'descr': '([<>|=])(\\w+)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

    private static final Map<String, Element> ELEMENTS = Map.of(
            "f8", Element.F64,
            "f4", Element.F32,
            "f2", Element.F16,
            "i8", Element.I64,
            "i4", Element.I32,
            "i2", Element.I16,
            "i1", Element.I8,
            "u1", Element.U8,
            "b1", Element.BOOL);

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** Reads the header, up to the first byte of data. */
    static NpyHeader read(BoundedInput in) throws IOException {
        for (byte expected : MAGIC) {
            if ((byte) in.unsignedByte() != expected) {
                throw new IOException("it does not begin as .npy does");
            }
        }
        int version = in.unsignedByte();
        in.unsignedByte();
        if (version < 1 || version > 3) {
            throw new IOException(".npy of version %d; 1 to 3 are known".formatted(version));
        }
        long length = in.number(version == 1 ? 2 : 4);
        if (length > LONGEST) {
            throw new IOException("a header of %d bytes; at most %d are read".formatted(length, LONGEST));
        }
        return parse(new String(in.bytes(length), StandardCharsets.ISO_8859_1));
    }

    private static NpyHeader parse(String text) throws IOException {
        Matcher matcher = DICTIONARY.matcher(text);
        if (!matcher.matches()) {
            throw new IOException("the header is not one of NumPy's: " + text.strip());
        }
        Element element = ELEMENTS.get(matcher.group(2));
        if (element == null || !element.isReal()) {
            throw new IOException(
                    "elements of type '%s%s'; weights are f8, f4 or f2".formatted(matcher.group(1), matcher.group(2)));
        }
        ByteOrder order = matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyHeader(element, order, matcher.group(3).equals("True"), shape(matcher.group(4)));
    }

    private static List<Integer> shape(String text) throws IOException {
        List<Integer> shape = new ArrayList<>();
        for (String side : text.replace(" ", "").split(",", -1)) {
            if (!side.isEmpty()) {
                try {
                    shape.add(Integer.parseInt(side));
                } catch (NumberFormatException e) {
                    throw new IOException("a side of %s elements is too long".formatted(side), e);
                }
            }
        }
        if (shape.size() > MOST_SIDES) {
            throw new IOException("an array of %d sides".formatted(shape.size()));
        }
        return shape;
    }

    /** The header of an array of floats as this machine writes it, padded so that the data begin at a multiple of 64. */
    static byte[] write(List<Integer> shape) {
        StringBuilder sides = new StringBuilder();
        shape.forEach(side -> sides.append(side).append(", "));
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"
                .formatted(sides.toString().stripTrailing());
        int before = MAGIC.length + 4;
        int length = (before + text.length() + 1 + 63) / 64 * 64 - before;
        byte[] header = new byte[before + length];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[6] = 1;
        header[8] = (byte) length;
        header[9] = (byte) (length >> 8);
        byte[] padded = (text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(padded, 0, header, before, length);
        return header;
    }
}
