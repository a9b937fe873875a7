package castnet.runtime.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * A data set ready for training, found by a short text such as {@code synthetic} or {@code cifar10:some/directory}.
 *
 * @param name the text it was opened by
 * @param train images to learn from
 * @param test other images of the same shape and classes
 * @param normalization the published one, or that of the training images
 */
public record Datasets(String name, Dataset train, Dataset test, Normalization normalization) {
    /** The forms that {@link #open(String)} takes, one a line. */
    public static final String FORMS = """
            synthetic               ten shapes, 32×32 RGB, drawn by code: 5,000 to learn from and 2,000 to test
            synthetic:TRAIN,TEST    the same with other numbers of images
            cifar10:DIR             data_batch_*.bin and test_batch.bin (CIFAR-10, binary version)
            cifar100:DIR            train.bin and test.bin (CIFAR-100, binary version)
            mnist:DIR               train-images-idx3-ubyte[.gz] and so on (MNIST, Fashion-MNIST)
            folder:PATH             train/<class>/*.png or *.jpg and test/ or val/ likewise, in a directory, .tar or .tar.gz
                                    (without test and val, a tenth of the training images is kept for testing)""";

    private static final int SYNTHETIC_TRAIN = 5_000;
    private static final int SYNTHETIC_TEST = 2_000;
    private static final int SYNTHETIC_MOST = 1_000_000;
    private static final long SEED = 1;

    /**
     * Opens a data set, images of a folder in colour and their own size.
     *
     * @param text one of the {@link #FORMS}
     * @throws DataException if the data is missing or wrong
     * @throws IllegalArgumentException if the text has none of the forms; the message lists them
     */
    public static Datasets open(String text) throws DataException {
        return open(text, ImageOptions.RGB);
    }

    /**
     * Opens a data set.
     *
     * @param text one of the {@link #FORMS}
     * @param images how the images of a folder are read; the other forms have their own shape
     * @throws DataException if the data is missing or wrong
     * @throws IllegalArgumentException if the text has none of the forms; the message lists them
     */
    public static Datasets open(String text, ImageOptions images) throws DataException {
        int colon = text.indexOf(':');
        String form = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        if (form.equals("synthetic") && (colon < 0 || !rest.isEmpty())) {
            return synthetic(text, rest);
        }
        if (rest.isEmpty()) {
            throw unknown(text);
        }
        return switch (form) {
            case "cifar10" -> of(text, Cifar.CIFAR10.open(path(text, rest)), Normalization.CIFAR10);
            case "cifar100" -> of(text, Cifar.CIFAR100.open(path(text, rest)), Normalization.CIFAR100);
            case "mnist" -> of(text, Idx.open(path(text, rest)), Normalization.MNIST);
            case "folder" -> folder(text, path(text, rest), images);
            default -> throw unknown(text);
        };
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("'%s' names no data set; the forms are:%n%s".formatted(text, FORMS));
    }

    private static Path path(String text, String rest) {
        try {
            return Path.of(rest);
        } catch (InvalidPathException e) {
            throw (IllegalArgumentException) unknown(text).initCause(e);
        }
    }

    private static Datasets of(String text, TrainTest data, Normalization normalization) {
        return new Datasets(text, data.train(), data.test(), normalization);
    }

    private static Datasets synthetic(String text, String counts) {
        int train = SYNTHETIC_TRAIN;
        int test = SYNTHETIC_TEST;
        if (!counts.isEmpty()) {
            if (!counts.matches("[1-9][0-9]{0,6},[1-9][0-9]{0,6}")) {
                throw unknown(text);
            }
            int comma = counts.indexOf(',');
            train = Integer.parseInt(counts.substring(0, comma));
            test = Integer.parseInt(counts.substring(comma + 1));
        }
        if (train > SYNTHETIC_MOST || test > SYNTHETIC_MOST) {
            throw new IllegalArgumentException(
                    "'%s' asks for more than %,d images, which is the most".formatted(text, SYNTHETIC_MOST));
        }
        TrainTest data = new TrainTest(SyntheticShapes.train(train, SEED), SyntheticShapes.test(test, SEED));
        return of(text, data, SyntheticShapes.NORMALIZATION);
    }

    private static Datasets folder(String text, Path root, ImageOptions images) throws DataException {
        SortedMap<String, Dataset> parts = ImageFolder.read(root, images);
        Dataset train = parts.get("train");
        Dataset test = parts.getOrDefault("test", parts.get("val"));
        if (train == null) {
            throw new IllegalStateException("an image folder always has a training part");
        }
        TrainTest data = test == null ? train.split(0.9, SEED) : new TrainTest(train, test);
        return of(text, data, Normalization.of(data.train()));
    }
}
