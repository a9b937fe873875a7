package castnet.runtime.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes PNG and JPEG, told apart by their first bytes: RGB, grey, palettes and 16 bits a channel; transparency and colour
 * profiles are left out, as other training tools do. Holds the JDK's readers for the next image; not thread-safe.
 */
final class ImageDecoder implements Closeable {
    private static final String FOUR_INKS = "its colours are not supported (CMYK or YCCK); convert it to RGB";

    private final ImageOptions options;
    private final ImageReader png = reader("png");
    private final ImageReader jpeg = reader("jpeg");
    private @Nullable String damage;

    ImageDecoder(ImageOptions options) {
        this.options = options;
        IIOReadWarningListener listener = (source, warning) -> {
            if (warning.contains("Premature end") || warning.contains("Corrupt")) {
                damage = warning;
            }
        };
        png.addIIOReadWarningListener(listener);
        jpeg.addIIOReadWarningListener(listener);
    }

    private static ImageReader reader(String format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IllegalStateException("this Java installation has no reader for " + format + " images");
        }
        return readers.next();
    }

    /** Reads and decodes a file. */
    Picture read(Path file) throws DataException {
        int limit = options.limits().fileBytes();
        try (ByteSource in = ByteSource.open(file, limit)) {
            return decode(in.readAll(), file.toString(), 0);
        }
    }

    /**
     * Decodes one image.
     *
     * @param encoded the file's bytes
     * @param name for messages
     * @param offset where the image begins, for messages
     */
    Picture decode(byte[] encoded, String name, long offset) throws DataException {
        ImageReader reader = select(encoded, name, offset);
        damage = null;
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(stream, true, true);
            int height = reader.getHeight(0);
            int width = reader.getWidth(0);
            if ((long) height * width > options.limits().pixels()) {
                throw new DataException(
                        name,
                        offset,
                        "an image of %d×%d pixels, the limit is %,d pixels"
                                .formatted(height, width, options.limits().pixels()));
            }
            BufferedImage image = reader.read(0);
            if (damage != null) {
                throw new DataException(name, offset, "the image is damaged: " + damage);
            }
            if (reader.equals(jpeg) && image.getRaster().getNumBands() > 3) {
                throw new DataException(name, offset, FOUR_INKS);
            }
            Picture picture = planes(image);
            return options.height() == 0 ? picture : Resize.bilinear(picture, options.height(), options.width());
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(e, name, offset);
        } finally {
            reader.setInput(null);
        }
    }

    private ImageReader select(byte[] encoded, String name, long offset) throws DataException {
        if (encoded.length >= 8 && (encoded[0] & 255) == 0x89 && encoded[1] == 'P' && encoded[2] == 'N') {
            ImageFrame.checkPng(encoded, name, offset);
            return png;
        }
        if (encoded.length >= 4 && (encoded[0] & 255) == 0xff && (encoded[1] & 255) == 0xd8) {
            ImageFrame.checkJpeg(encoded, name, offset);
            return jpeg;
        }
        throw new DataException(name, offset, encoded.length == 0 ? "is empty" : "is neither a PNG nor a JPEG image");
    }

    private static DataException unreadable(Exception e, String name, long offset) {
        String reason = String.valueOf(e.getMessage());
        String problem =
                reason.contains("Unsupported Image Type") ? FOUR_INKS : "the image cannot be decoded: " + reason;
        return new DataException(name, offset, problem).causedBy(e);
    }

    private Picture planes(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] planes = new byte[options.channels() * height * width];
        int[] row = new int[4 * width];
        for (int y = 0; y < height; y++) {
            int bands = samples(image, y, row);
            for (int x = 0; x < width; x++) {
                int red = row[bands * x];
                int green = bands < 3 ? red : row[bands * x + 1];
                int blue = bands < 3 ? red : row[bands * x + 2];
                int at = y * width + x;
                if (options.channels() == 1) {
                    planes[at] = (byte) (bands < 3 ? red : luma(red, green, blue));
                } else {
                    planes[at] = (byte) red;
                    planes[height * width + at] = (byte) green;
                    planes[2 * height * width + at] = (byte) blue;
                }
            }
        }
        return new Picture(options.channels(), height, width, planes);
    }

    /** Reads a row as 8-bit samples; returns how many there are per pixel (1 and 2: grey first). */
    private static int samples(BufferedImage image, int y, int[] row) {
        int width = image.getWidth();
        Raster raster = image.getRaster();
        int type = raster.getTransferType();
        boolean plain = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
        if (image.getColorModel() instanceof ComponentColorModel && plain && raster.getNumBands() <= 4) {
            int bands = raster.getNumBands();
            raster.getPixels(0, y, width, 1, row);
            if (type == DataBuffer.TYPE_USHORT) {
                for (int i = 0; i < bands * width; i++) {
                    row[i] >>= 8;
                }
            }
            return bands;
        }
        for (int x = width - 1; x >= 0; x--) {
            int rgb = image.getRGB(x, y);
            row[3 * x] = rgb >> 16 & 255;
            row[3 * x + 1] = rgb >> 8 & 255;
            row[3 * x + 2] = rgb & 255;
        }
        return 3;
    }

    /** Brightness by ITU-R BT.601 in 16-bit fractions. */
    static int luma(int red, int green, int blue) {
        return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    }

    @Override
    public void close() {
        png.dispose();
        jpeg.dispose();
    }
}
