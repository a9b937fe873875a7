package castnet.runtime.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Checks that an encoded image is whole, which the JDK's decoders leave open: they fill what is missing with grey. */
final class ImageFrame {
    private static final int PNG_SIGNATURE = 8;
    private static final int CHUNK_FRAME = 12;
    private static final int LAST_CHUNK = 0x49454e44;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;

    private ImageFrame() {}

    /** Walks over the chunks of a PNG (length, type, data, checksum) up to its last one. */
    static void checkPng(byte[] encoded, String name, long offset) throws DataException {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        CRC32 crc = new CRC32();
        int at = PNG_SIGNATURE;
        while (true) {
            if (encoded.length - at < CHUNK_FRAME) {
                throw new DataException(name, offset + at, "the PNG image is truncated: its last chunk is missing");
            }
            int length = bytes.getInt(at);
            int type = bytes.getInt(at + 4);
            if (length < 0 || length > encoded.length - at - CHUNK_FRAME) {
                throw new DataException(
                        name,
                        offset + at,
                        "the PNG image is truncated: a chunk '%s' of %,d bytes ends after %,d"
                                .formatted(text(encoded, at + 4), length & 0xffffffffL, encoded.length - at - 8));
            }
            crc.reset();
            crc.update(encoded, at + 4, length + 4);
            if (bytes.getInt(at + 8 + length) != (int) crc.getValue()) {
                throw new DataException(
                        name,
                        offset + at,
                        "the PNG image is damaged: the checksum of chunk '%s' differs"
                                .formatted(text(encoded, at + 4)));
            }
            if (type == LAST_CHUNK) {
                return;
            }
            at += CHUNK_FRAME + length;
        }
    }

    private static String text(byte[] encoded, int at) {
        return new String(encoded, at, 4, StandardCharsets.ISO_8859_1).replaceAll("[^A-Za-z]", "?");
    }

    /** Looks for the end marker of a JPEG behind its last scan. */
    static void checkJpeg(byte[] encoded, String name, long offset) throws DataException {
        int end = lastMarker(encoded, END_OF_IMAGE);
        if (end < 0 || end < lastMarker(encoded, START_OF_SCAN)) {
            throw new DataException(
                    name, offset + encoded.length, "the JPEG image is truncated: its end marker is missing");
        }
    }

    private static int lastMarker(byte[] encoded, int marker) {
        for (int i = encoded.length - 2; i >= 0; i--) {
            if ((encoded[i] & 255) == 0xff && (encoded[i + 1] & 255) == marker) {
                return i;
            }
        }
        return -1;
    }
}
