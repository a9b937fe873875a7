package castnet.runtime.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The binary files of CIFAR-10 and CIFAR-100: records of one label byte (CIFAR-100: a coarse and a fine one; the fine one is
 * the class) and 3072 bytes, the red, green and blue plane of 32 rows of 32 pixels. Plain or gzip.
 */
public enum Cifar {
    /** Ten classes; {@code data_batch_1.bin} and so on, and {@code test_batch.bin}. */
    CIFAR10(1, "data_batch_*.bin", "test_batch.bin"),

    /** A hundred fine classes; {@code train.bin} and {@code test.bin}. */
    CIFAR100(2, "train.bin", "test.bin");

    private static final int COARSE_CLASSES = 20;
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;

    private final int labelBytes;
    private final String trainFiles;
    private final String testFile;

    Cifar(int labelBytes, String trainFiles, String testFile) {
        this.labelBytes = labelBytes;
        this.trainFiles = trainFiles;
        this.testFile = testFile;
    }

    /** The classes' names in the order of their labels. */
    public List<String> classNames() {
        return switch (this) {
            case CIFAR10 -> ClassNames.CIFAR10;
            case CIFAR100 -> ClassNames.CIFAR100;
        };
    }

    /**
     * Reads a directory with the published files, as they are unpacked.
     *
     * @throws DataException if a file is missing or is not what it should be
     */
    public TrainTest open(Path directory) throws DataException {
        List<Path> train = Directories.files(directory, trainFiles);
        Path test = directory.resolve(testFile);
        if (train.isEmpty() || !Files.isRegularFile(test)) {
            throw new DataException(
                    directory.toString(),
                    "holds no %s; expected %s and %s"
                            .formatted(train.isEmpty() ? trainFiles : testFile, trainFiles, testFile));
        }
        return new TrainTest(read(train), read(List.of(test)));
    }

    /**
     * Reads files one after the other.
     *
     * @throws DataException if a file is truncated or holds a label that is none
     */
    public Dataset read(List<Path> files) throws DataException {
        Dataset.Builder images = Dataset.builder(3, SIDE, SIDE, classNames());
        for (Path file : files) {
            try (ByteSource in = ByteSource.open(file, DataLimits.DEFAULT.totalBytes())) {
                append(in, images);
            }
        }
        return images.build();
    }

    private void append(ByteSource in, Dataset.Builder images) throws DataException {
        if (in.atEnd()) {
            throw in.error(0, "is empty");
        }
        byte[] labels = new byte[labelBytes];
        for (int record = 0; !in.atEnd(); record++) {
            long start = in.offset();
            in.readFully(labels, "the label of record " + record);
            int label = labels[labelBytes - 1] & 255;
            if (labelBytes == 2) {
                checkLabel(in, start, record, "coarse label", labels[0] & 255, COARSE_CLASSES);
            }
            checkLabel(
                    in,
                    start + labelBytes - 1,
                    record,
                    "label",
                    label,
                    classNames().size());
            byte[] planes = new byte[PIXELS];
            in.readFully(planes, "the pixels of record " + record);
            images.adopt(planes, label);
        }
    }

    private static void checkLabel(ByteSource in, long at, int record, String what, int label, int classes)
            throws DataException {
        if (label >= classes) {
            throw in.error(at, "record %d has %s %d, expected 0 to %d".formatted(record, what, label, classes - 1));
        }
    }
}
