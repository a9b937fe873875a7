package castnet.runtime.data;

import static castnet.runtime.data.TestFiles.encode;
import static castnet.runtime.data.TestFiles.picture;
import static castnet.runtime.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @TempDir
    Path folder;

    private Picture decoded(BufferedImage image, ImageOptions options) throws DataException {
        return Picture.read(write(folder.resolve("image"), encode(image, "png")), options);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_INDEXED
            })
    void everyKindOfColourPngGivesItsColours(int type) throws Exception {
        BufferedImage image = picture(type, 7, 9, 1);
        Picture picture = decoded(image, ImageOptions.RGB);
        assertThat(picture.channels()).isEqualTo(3);
        assertThat(picture.height()).isEqualTo(7);
        assertThat(picture.width()).isEqualTo(9);
        for (int y = 0; y < 7; y++) {
            for (int x = 0; x < 9; x++) {
                Color colour = new Color(image.getRGB(x, y));
                assertThat(picture.pixel(0, y, x)).isEqualTo(colour.getRed());
                assertThat(picture.pixel(1, y, x)).isEqualTo(colour.getGreen());
                assertThat(picture.pixel(2, y, x)).isEqualTo(colour.getBlue());
            }
        }
    }

    @Test
    void greyValuesAreTheStoredOnes() throws Exception {
        BufferedImage grey = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage deep = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
        WritableRaster raster = grey.getRaster();
        for (int x = 0; x < 256; x++) {
            raster.setSample(x, 0, 0, x);
            deep.getRaster().setSample(x, 0, 0, x * 256 + 17);
        }
        for (BufferedImage image : new BufferedImage[] {grey, deep}) {
            Picture colour = decoded(image, ImageOptions.RGB);
            Picture plain = decoded(image, ImageOptions.GREY);
            for (int x = 0; x < 256; x++) {
                assertThat(plain.pixel(0, 0, x)).isEqualTo(x);
                assertThat(colour.pixel(0, 0, x)).isEqualTo(x);
                assertThat(colour.pixel(2, 0, x)).isEqualTo(x);
            }
        }
    }

    @Test
    void colourBecomesGreyByBrightness() throws Exception {
        BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
        int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff};
        for (int x = 0; x < 4; x++) {
            image.setRGB(x, 0, colours[x]);
        }
        Picture grey = decoded(image, ImageOptions.GREY);
        assertThat(new int[] {grey.pixel(0, 0, 0), grey.pixel(0, 0, 1), grey.pixel(0, 0, 2), grey.pixel(0, 0, 3)})
                .containsExactly(76, 150, 29, 255);
    }

    @Test
    void resizesByTheTriangleFilter() throws Exception {
        Picture small = new Picture(1, 1, 2, new byte[] {0, 100});
        assertThat(Resize.bilinear(small, 1, 4).planes()).containsExactly(0, 25, 75, 100);
        Picture wide = new Picture(1, 1, 4, new byte[] {0, 40, 80, 120});
        assertThat(Resize.bilinear(wide, 1, 2).planes()).containsExactly(29, 91);
        BufferedImage image = picture(BufferedImage.TYPE_INT_RGB, 12, 10, 3);
        Picture shrunk = decoded(image, ImageOptions.RGB.withSize(5, 7));
        assertThat(shrunk.height()).isEqualTo(5);
        assertThat(shrunk.width()).isEqualTo(7);
        assertThat(shrunk.planes()).hasSize(105);
        byte[] flat = new byte[81];
        Arrays.fill(flat, (byte) 200);
        assertThat(Resize.bilinear(new Picture(1, 9, 9, flat), 20, 4).planes()).containsOnly(200);
        assertThatIllegalArgumentException().isThrownBy(() -> ImageOptions.RGB.withSize(3, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void everyTruncationIsAnError(String format) {
        byte[] whole = encode(picture(BufferedImage.TYPE_INT_RGB, 20, 20, 2), format);
        Path file = folder.resolve("image." + format);
        for (int length = 0; length < whole.length; length++) {
            write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(DataException.class)
                    .as("%d of %d bytes", length, whole.length)
                    .isThrownBy(() -> Picture.read(file, ImageOptions.RGB))
                    .withMessageStartingWith(file + ", byte ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void damageIsAnErrorOrAnImageNeverAnythingElse(String format) {
        byte[] whole = encode(picture(BufferedImage.TYPE_INT_RGB, 20, 20, 2), format);
        Path file = folder.resolve("image." + format);
        Random random = new Random(5);
        ImageOptions options = ImageOptions.RGB.withLimits(new DataLimits(1, 1 << 20, 1 << 20, 1 << 20));
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            write(file, damaged);
            try {
                Picture.read(file, options);
            } catch (DataException e) {
                assertThat(e.source()).isEqualTo(file.toString());
            }
        }
    }

    @Test
    void fourInksAreRefused() throws Exception {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(inks, null, null));
        } finally {
            writer.dispose();
        }
        Path file = write(folder.resolve("cmyk.jpg"), out.toByteArray());
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Picture.read(file, ImageOptions.RGB))
                .withMessage(file + ", byte 0: its colours are not supported (CMYK or YCCK); convert it to RGB");
    }

    @Test
    void aNormalisationForOtherChannelsIsRefused() throws DataException {
        // Three channels of 1×3 would fill the same nine values as one of 3×3.
        Picture grey = decoded(picture(BufferedImage.TYPE_BYTE_GRAY, 3, 3, 1), ImageOptions.GREY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grey.copyTo(Normalization.IMAGENET, new float[9], 0))
                .withMessage("a normalisation of 3 channels for an image of 1");
    }

    @Test
    void namesWhatIsWrong() {
        byte[] png = TestFiles.png(40, 50, 1);
        Path file = write(folder.resolve("a.png"), png);
        DataLimits limits = new DataLimits(1, 1 << 20, 1_999, 1 << 20);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Picture.read(file, ImageOptions.RGB.withLimits(limits)))
                .withMessage(file + ", byte 0: an image of 40×50 pixels, the limit is 1,999 pixels");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Picture.read(file, ImageOptions.RGB.withLimits(new DataLimits(1, 100, 9, 9))))
                .withMessage(file + ", byte 100: holds more than 100 bytes, the limit");
        png[60] ^= 1;
        write(file, png);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Picture.read(file, ImageOptions.RGB))
                .withMessage(file + ", byte 33: the PNG image is damaged: the checksum of chunk 'IDAT' differs");
        write(file, "GIF89a....".getBytes(StandardCharsets.US_ASCII));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Picture.read(file, ImageOptions.RGB))
                .withMessage(file + ", byte 0: is neither a PNG nor a JPEG image");
    }
}
