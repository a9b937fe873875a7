package castnet.runtime.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The IDX files of MNIST and its family, plain or gzip. All numbers of a header are 32 bits, highest byte first:
 *
 * <pre>
 * images   0: 0x00000803   4: number n   8: rows h   12: columns w   16: n·h·w unsigned bytes
 * labels   0: 0x00000801   4: number n   8: n unsigned bytes
 * </pre>
 */
public final class Idx {
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final int BLOCK = 1 << 16;

    private Idx() {}

    /**
     * Reads a directory with MNIST's four files ({@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
     * {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}; each may end in {@code .gz}, and have a point instead
     * of the last but one hyphen). Ten classes, named by their digits.
     *
     * @throws DataException if a file is missing or is not what it should be
     */
    public static TrainTest open(Path directory) throws DataException {
        return new TrainTest(open(directory, "train"), open(directory, "t10k"));
    }

    private static Dataset open(Path directory, String part) throws DataException {
        Path images = find(directory, part + "-images", "idx3-ubyte");
        Path labels = find(directory, part + "-labels", "idx1-ubyte");
        return read(images, labels, ClassNames.DIGITS);
    }

    private static Path find(Path directory, String first, String last) throws DataException {
        List<Path> found = Directories.files(directory, first + "[.-]" + last + "{,.gz}");
        if (found.isEmpty()) {
            throw new DataException(
                    directory.toString(), "holds no %s-%s or %s-%s.gz".formatted(first, last, first, last));
        }
        return found.getFirst();
    }

    /**
     * Reads images and their labels; one channel.
     *
     * @param images a file of images
     * @param labels a file of as many labels
     * @param classNames one name per label
     * @throws DataException if a file is truncated, too long, of another kind, or holds a label that has no name
     */
    public static Dataset read(Path images, Path labels, List<String> classNames) throws DataException {
        byte[] classes;
        try (ByteSource in = ByteSource.open(labels, DataLimits.DEFAULT.totalBytes())) {
            classes = labels(in, classNames.size());
        }
        try (ByteSource in = ByteSource.open(images, DataLimits.DEFAULT.totalBytes())) {
            return images(in, labels, classes, classNames);
        }
    }

    private static byte[] labels(ByteSource in, int classes) throws DataException {
        magic(in, LABELS, "labels");
        int count = positive(in, "the number of labels");
        byte[] labels = new byte[Math.min(count, BLOCK)];
        for (int done = 0; done < count; ) {
            byte[] block = new byte[Math.min(count - done, BLOCK)];
            in.readFully(block, "the labels from number " + done);
            for (int i = 0; i < block.length; i++) {
                if ((block[i] & 255) >= classes) {
                    throw in.error(
                            8L + done + i,
                            "label %d of image %d, expected 0 to %d".formatted(block[i] & 255, done + i, classes - 1));
                }
            }
            if (labels.length < done + block.length) {
                labels = Arrays.copyOf(labels, Math.min(count, Math.max(done + block.length, 2 * labels.length)));
            }
            System.arraycopy(block, 0, labels, done, block.length);
            done += block.length;
        }
        end(in, "label " + (count - 1));
        return labels;
    }

    private static Dataset images(ByteSource in, Path labelFile, byte[] labels, List<String> classNames)
            throws DataException {
        magic(in, IMAGES, "images");
        int count = positive(in, "the number of images");
        if (count != labels.length) {
            throw in.error(4, "%d images, but %s has %d labels".formatted(count, labelFile, labels.length));
        }
        int rows = positive(in, "the number of rows");
        int columns = positive(in, "the number of columns");
        if ((long) rows * columns > DataLimits.DEFAULT.pixels()) {
            throw in.error(
                    8,
                    "images of %d×%d pixels, the limit is %,d pixels"
                            .formatted(rows, columns, DataLimits.DEFAULT.pixels()));
        }
        Dataset.Builder images = Dataset.builder(1, rows, columns, classNames);
        for (int i = 0; i < count; i++) {
            byte[] plane = new byte[rows * columns];
            in.readFully(plane, "image " + i);
            images.adopt(plane, labels[i] & 255);
        }
        end(in, "image " + (count - 1));
        return images.build();
    }

    private static void magic(ByteSource in, int expected, String what) throws DataException {
        int found = in.readInt("the magic number");
        if (found != expected) {
            throw in.error(
                    0,
                    "magic number 0x%08x, expected 0x%08x (IDX %s, unsigned bytes)".formatted(found, expected, what));
        }
    }

    private static int positive(ByteSource in, String what) throws DataException {
        long at = in.offset();
        int value = in.readInt(what);
        if (value < 1) {
            throw in.error(at, "%s is %d, expected 1 to %d".formatted(what, value & 0xffffffffL, Integer.MAX_VALUE));
        }
        return value;
    }

    private static void end(ByteSource in, String last) throws DataException {
        if (!in.atEnd()) {
            throw in.error(in.offset(), "data follows " + last + ", the last by the header");
        }
    }
}
