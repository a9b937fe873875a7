package castnet.runtime.data;

import static castnet.runtime.data.TestFiles.gzip;
import static castnet.runtime.data.TestFiles.pax;
import static castnet.runtime.data.TestFiles.png;
import static castnet.runtime.data.TestFiles.tar;
import static castnet.runtime.data.TestFiles.tarEntry;
import static castnet.runtime.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    Path folder;

    private static void fails(Path root, ImageOptions options, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> ImageFolder.read(root, options))
                .withMessage(message);
    }

    private void fails(byte[] archive, String message) {
        Path file = write(folder.resolve("a.tar"), archive);
        fails(file, ImageOptions.RGB, message.replace("$", file.toString()));
    }

    private static Dataset part(Map<String, Dataset> parts, String name) {
        return Objects.requireNonNull(parts.get(name));
    }

    private static void same(Dataset one, Dataset other) {
        assertThat(one.classNames()).isEqualTo(other.classNames());
        assertThat(one.size()).isEqualTo(other.size());
        for (int i = 0; i < one.size(); i++) {
            assertThat(one.label(i)).isEqualTo(other.label(i));
            assertThat(one.planes(i)).isEqualTo(other.planes(i));
        }
    }

    @Test
    void aDirectoryAndItsArchivesAreTheSame() throws Exception {
        Path root = folder.resolve("set");
        write(root.resolve("train/cat/b.png"), png(4, 5, 1));
        write(root.resolve("train/cat/a.PNG"), png(4, 5, 2));
        write(root.resolve("train/ape/x.jpeg"), png(4, 5, 3));
        write(root.resolve("train/ape/.hidden.png"), new byte[3]);
        write(root.resolve("train/ape/notes.txt"), new byte[3]);
        write(root.resolve("train/readme.txt"), new byte[3]);
        write(root.resolve("val/cat/v.png"), png(4, 5, 4));
        Map<String, Dataset> plain = ImageFolder.read(root, ImageOptions.RGB);
        assertThat(plain).containsOnlyKeys("train", "val");
        Dataset train = part(plain, "train");
        assertThat(train.classNames()).containsExactly("ape", "cat");
        assertThat(train).hasToString("3 images 3×4×5 in 2 classes");
        assertThat(new int[] {train.label(0), train.label(1), train.label(2)}).containsExactly(0, 1, 1);

        byte[] archive = tar(
                tarEntry("top/", '5', NOTHING),
                tarEntry("top/val/cat/v.png", '0', png(4, 5, 4)),
                tarEntry("top/train/cat/b.png", '0', png(4, 5, 1)),
                tarEntry("top/train/cat/._b.png", '0', new byte[700]),
                tarEntry("././@LongLink", 'L', "top/train/cat/a.PNG\0".getBytes(StandardCharsets.UTF_8)),
                tarEntry("top/train/cat/shortened", '0', png(4, 5, 2)),
                tarEntry("pax_global_header", 'g', pax("comment", "x")),
                tarEntry("PaxHeaders/x", 'x', pax("path", "./top/train/ape/x.jpeg")),
                tarEntry("shortened", '0', png(4, 5, 3)));
        for (byte[] bytes : new byte[][] {archive, gzip(archive)}) {
            Path file = write(folder.resolve("set.tar"), bytes);
            Map<String, Dataset> unpacked = ImageFolder.read(file, ImageOptions.RGB);
            assertThat(unpacked).containsOnlyKeys("train", "val");
            same(part(unpacked, "train"), train);
            same(part(unpacked, "val"), part(plain, "val"));
        }
    }

    @Test
    void imagesOfDifferentSizeNeedASize() throws Exception {
        Path one = write(folder.resolve("train/a/1.png"), png(4, 5, 1));
        Path other = write(folder.resolve("train/a/2.png"), png(6, 6, 1));
        fails(
                folder,
                ImageOptions.RGB,
                other + ": is 6×6 (height×width), but " + one + " is 4×5; give a size to resize them to");
        Dataset resized =
                ImageFolder.read(folder, ImageOptions.GREY.withSize(3, 3)).get("train");
        assertThat(resized).hasToString("2 images 1×3×3 in 1 classes");
    }

    @Test
    void namesWhatIsWrongWithADirectory() throws IOException {
        fails(folder, ImageOptions.RGB, folder + ": holds no train/<class>/*.png or *.jpg");
        Path absent = folder.resolve("absent");
        fails(absent, ImageOptions.RGB, absent + ": does not exist");
        Path image = write(folder.resolve("train/a/1.png"), png(4, 5, 1));
        Files.createDirectories(folder.resolve("train/b"));
        fails(folder, ImageOptions.RGB, folder + ": class train/b holds no .png or .jpg");
        Path other = write(folder.resolve("train/b/1.webp"), new byte[5]);
        fails(folder, ImageOptions.RGB, other + ": is an image of a kind that is not read; convert it to PNG or JPEG");
        Files.move(other, folder.resolve("train/b/1.png"));
        fails(
                folder,
                ImageOptions.RGB,
                folder.resolve("train/b/1.png") + ", byte 0: is neither a PNG nor a JPEG image");
        write(folder.resolve("train/b/1.png"), png(4, 5, 1));
        Path stranger = write(folder.resolve("test/c/1.png"), png(4, 5, 1));
        fails(folder, ImageOptions.RGB, stranger + ": class 'c' is not among those of train: a, b");
        fails(
                folder,
                ImageOptions.RGB.withLimits(new DataLimits(2, 1 << 20, 100, 1 << 20)),
                folder + ": more than 2 files, the limit");
        fails(
                folder,
                ImageOptions.RGB.withLimits(new DataLimits(9, 1 << 20, 100, 100)),
                folder + ": holds more than 100 bytes of pixels, the limit");
        Path inner = folder.resolve("train/a/inner");
        Files.createDirectories(inner);
        fails(folder, ImageOptions.RGB, inner + ": is a directory within a class; images stand in <part>/<class>/");
        assertThat(image).exists();
    }

    @Test
    void namesWhatIsWrongWithAnArchive() {
        byte[] good = tarEntry("train/a/1.png", '0', png(4, 5, 1));
        byte[] wrongSum = good.clone();
        wrongSum[1]++;
        fails(wrongSum, "$, byte 0: is not a tar header, or a damaged one: the checksum differs");
        fails(good, "$, byte " + good.length + ": the archive ends without its end marker; it is truncated");
        fails(
                Arrays.copyOf(good, 600),
                "$, byte 600: ends inside train/a/1.png: 88 of " + png(4, 5, 1).length + " bytes are there");
        fails(Arrays.copyOf(good, 100), "$, byte 100: ends inside an entry's header: 100 of 512 bytes are there");
        fails(
                tar(good, tarEntry("train/a/2.png", '0', new byte[9])),
                "$!train/a/2.png, byte " + good.length + ": is neither a PNG nor a JPEG image");
        fails(
                tar(good, tarEntry("train/a/2.png", '2', NOTHING)),
                "$!train/a/2.png, byte " + good.length + ": is a link or a special file; images must be plain files");
        fails(
                tar(good, tarEntry("docs/2.png", '0', png(4, 5, 1))),
                "$!docs/2.png, byte " + good.length
                        + ": stands outside train/<class>/, test/<class>/ and val/<class>/");
        fails(tar(good, good), "$!train/a/1.png: is there twice; the other is $!train/a/1.png");
        fails(tar(good, tarEntry("train/empty/", '5', NOTHING)), "$: class train/empty holds no .png or .jpg");
        fails(tar(tarEntry("test/a/1.png", '0', png(4, 5, 1))), "$: holds no train/<class>/*.png or *.jpg");
        fails(
                tar(tarEntry("x", 'x', "99 path=a\n".getBytes(StandardCharsets.UTF_8)), good),
                "$, byte 512: a damaged pax record in a tar header");
        byte[] noSize = Arrays.copyOf(tarEntry("train/a/1.png", '0', NOTHING), 512);
        TestFiles.put(noSize, 124, "zzz");
        fails(
                tar(TestFiles.checksummed(noSize)),
                "$, byte 124: 'zzz00000000' is not an octal number; not a tar header");
    }

    @Test
    void archivesAreBounded() {
        byte[] good = tarEntry("train/a/1.png", '0', png(4, 5, 1));
        Path file = write(folder.resolve("bomb.tar.gz"), gzip(tar(good, tarEntry("zeros", '0', new byte[5 << 20]))));
        fails(
                file,
                ImageOptions.RGB.withLimits(new DataLimits(9, 1 << 20, 100, 1 << 20)),
                file + " (unpacked), byte 1048576: holds more than 1,048,576 bytes, the limit");
        fails(
                file,
                ImageOptions.RGB.withLimits(new DataLimits(1, 1 << 20, 100, 1 << 30)),
                file + " (unpacked), byte " + good.length + ": more than 1 entries, the limit");
        fails(
                file,
                ImageOptions.RGB.withLimits(new DataLimits(9, 10, 100, 1 << 30)),
                file + "!train/a/1.png, byte 0: has " + png(4, 5, 1).length + " bytes, the limit is 10");
        byte[] huge = Arrays.copyOf(tarEntry("train/a/1.png", '0', NOTHING), 512);
        TestFiles.put(huge, 124, "\u0080\0\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff");
        fails(
                write(folder.resolve("huge.tar"), tar(TestFiles.checksummed(huge))),
                ImageOptions.RGB,
                folder.resolve("huge.tar")
                        + "!train/a/1.png, byte 0: has 36,028,797,018,963,967 bytes, the limit is 67,108,864");
        byte[] longName = tarEntry("././@LongLink", 'L', new byte[70_000]);
        fails(
                write(folder.resolve("name.tar"), tar(longName, good)),
                ImageOptions.RGB,
                folder.resolve("name.tar") + ", byte 0: an extended header of 70,000 bytes, the limit is 65,536");
    }
}
