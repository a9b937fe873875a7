package castnet.runtime.data;

import static castnet.runtime.data.TestFiles.bytes;
import static castnet.runtime.data.TestFiles.gzip;
import static castnet.runtime.data.TestFiles.ints;
import static castnet.runtime.data.TestFiles.join;
import static castnet.runtime.data.TestFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CIFAR and IDX: what is written is read, and what is broken is named. */
class FilesTest {
    @TempDir
    Path folder;

    private static void fails(ThrowingCallable call, String message) {
        assertThatExceptionOfType(DataException.class).isThrownBy(call).withMessage(message);
    }

    private static byte[] record(int... labels) {
        byte[] head = new byte[labels.length];
        for (int i = 0; i < head.length; i++) {
            head[i] = (byte) labels[i];
        }
        return join(head, bytes(3072, labels[0]));
    }

    @Test
    void readsCifar10() throws Exception {
        write(folder.resolve("data_batch_1.bin"), join(record(3), record(9)));
        write(folder.resolve("data_batch_2.bin"), gzip(record(0)));
        write(folder.resolve("test_batch.bin"), record(7));
        TrainTest data = Cifar.CIFAR10.open(folder);
        assertThat(data.train().size()).isEqualTo(3);
        assertThat(data.train().label(1)).isEqualTo(9);
        assertThat(data.train().planes(1)).isEqualTo(bytes(3072, 9));
        assertThat(data.train().planes(2)).isEqualTo(bytes(3072, 0));
        assertThat(data.test().classNames().get(data.test().label(0))).isEqualTo("horse");
    }

    @Test
    void readsCifar100ByItsFineLabels() throws Exception {
        write(folder.resolve("train.bin"), join(record(3, 99), record(19, 0)));
        write(folder.resolve("test.bin"), record(1, 42));
        TrainTest data = Cifar.CIFAR100.open(folder);
        assertThat(data.train().label(0)).isEqualTo(99);
        assertThat(data.train().planes(1)).isEqualTo(bytes(3072, 19));
        assertThat(data.train().classNames())
                .hasSize(100)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(data.test().classNames().get(42)).isEqualTo("leopard");
    }

    @Test
    void namesWhatIsWrongWithACifarFile() {
        Path file = folder.resolve("f.bin");
        List<Path> files = List.of(file);
        fails(() -> Cifar.CIFAR10.read(files), file + ": does not exist");
        write(file, new byte[0]);
        fails(() -> Cifar.CIFAR10.read(files), file + ", byte 0: is empty");
        write(file, join(record(3), record(10)));
        fails(() -> Cifar.CIFAR10.read(files), file + ", byte 3073: record 1 has label 10, expected 0 to 9");
        write(file, Arrays.copyOf(record(3), 3072));
        fails(
                () -> Cifar.CIFAR10.read(files),
                file + ", byte 3072: ends inside the pixels of record 0: 3071 of 3072 bytes are there");
        write(file, record(20, 0));
        fails(() -> Cifar.CIFAR100.read(files), file + ", byte 0: record 0 has coarse label 20, expected 0 to 19");
        write(file, record(2, 100));
        fails(() -> Cifar.CIFAR100.read(files), file + ", byte 1: record 0 has label 100, expected 0 to 99");
        fails(() -> Cifar.CIFAR10.read(List.of(folder)), folder + ": is a directory, expected a file");
        fails(
                () -> Cifar.CIFAR10.open(folder),
                folder + ": holds no data_batch_*.bin; expected data_batch_*.bin and test_batch.bin");
        fails(() -> Cifar.CIFAR10.open(file), file + ": is not a directory");
    }

    @Test
    void namesWhatIsWrongWithGzip() {
        Path file = folder.resolve("f.bin.gz");
        byte[] packed = gzip(join(record(3), record(4)));
        write(file, Arrays.copyOf(packed, packed.length / 2));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Cifar.CIFAR10.read(List.of(file)))
                .withMessageContaining(file + " (unpacked), byte ")
                .withMessageEndingWith("the gzip data ends early; the file is truncated");
        packed[packed.length - 8] ^= 1;
        write(file, packed);
        fails(
                () -> Cifar.CIFAR10.read(List.of(file)),
                file + " (unpacked), byte 6146: the gzip data is corrupt: Corrupt GZIP trailer");
        write(file, new byte[] {0x1f, (byte) 0x8b, 8});
        fails(
                () -> Cifar.CIFAR10.read(List.of(file)),
                file + ", byte 0: the gzip data ends early; the file is truncated");
    }

    @Test
    void readsIdxPlainAndPacked() throws Exception {
        byte[] pixels = bytes(3 * 4 * 5, 1);
        write(folder.resolve("train-images-idx3-ubyte"), join(ints(0x803, 3, 4, 5), pixels));
        write(folder.resolve("train-labels.idx1-ubyte"), join(ints(0x801, 3), new byte[] {4, 0, 9}));
        write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(join(ints(0x803, 1, 4, 5), bytes(20, 2))));
        write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(join(ints(0x801, 1), new byte[] {7})));
        TrainTest data = Idx.open(folder);
        assertThat(data.train()).hasToString("3 images 1×4×5 in 10 classes");
        assertThat(data.train().label(2)).isEqualTo(9);
        assertThat(data.train().planes(1)).isEqualTo(Arrays.copyOfRange(pixels, 20, 40));
        assertThat(data.test().planes(0)).isEqualTo(bytes(20, 2));
    }

    @Test
    void namesWhatIsWrongWithIdx() throws Exception {
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");
        List<String> names = List.of("a", "b");
        ThrowingCallable read = () -> Idx.read(images, labels, names);
        byte[] goodLabels = join(ints(0x801, 2), new byte[] {0, 1});

        write(labels, ints(0x803, 2));
        fails(read, labels + ", byte 0: magic number 0x00000803, expected 0x00000801 (IDX labels, unsigned bytes)");
        write(labels, join(ints(0x801, 2), new byte[] {0, 2}));
        fails(read, labels + ", byte 9: label 2 of image 1, expected 0 to 1");
        write(labels, join(ints(0x801, 3), new byte[] {0, 1}));
        fails(read, labels + ", byte 10: ends inside the labels from number 0: 2 of 3 bytes are there");
        write(labels, join(goodLabels, new byte[1]));
        fails(read, labels + ", byte 10: data follows label 1, the last by the header");
        write(labels, ints(0x801, -1));
        fails(read, labels + ", byte 4: the number of labels is 4294967295, expected 1 to 2147483647");

        write(labels, goodLabels);
        write(images, join(ints(0x803, 3, 2, 2), new byte[12]));
        fails(read, images + ", byte 4: 3 images, but " + labels + " has 2 labels");
        write(images, join(ints(0x803, 2, 2, 2), new byte[7]));
        fails(read, images + ", byte 23: ends inside image 1: 3 of 4 bytes are there");
        write(images, ints(0x803, 2, 1 << 20, 1 << 20));
        fails(read, images + ", byte 8: images of 1048576×1048576 pixels, the limit is 64,000,000 pixels");
        write(images, new byte[] {0, 0});
        fails(read, images + ", byte 2: ends inside the magic number: 2 of 4 bytes are there");
        Files.delete(images);
        fails(read, images + ": does not exist");
        fails(() -> Idx.open(folder), folder + ": holds no train-images-idx3-ubyte or train-images-idx3-ubyte.gz");
    }

    @Test
    void anIdxHeaderCannotReserveMemory() {
        Path images = folder.resolve("images");
        Path labels = write(folder.resolve("labels"), join(ints(0x801, Integer.MAX_VALUE), new byte[100_000]));
        fails(
                () -> Idx.read(images, labels, List.of("a")),
                labels + ", byte 100008: ends inside the labels from number 65536: 34464 of 65536 bytes are there");
    }
}
