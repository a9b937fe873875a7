package castnet.runtime.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers the images of a folder or archive and sorts them into data sets. Not thread-safe. */
final class FolderCollector {
    static final List<String> PARTS = List.of("train", "test", "val");
    private static final List<String> READ = List.of(".png", ".jpg", ".jpeg");
    private static final List<String> OTHER_IMAGES = List.of(".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".jp2");

    private record Found(String className, String fileName, String source, Picture picture) {
        boolean isNamedLike(Found other) {
            return className.equals(other.className) && fileName.equals(other.fileName);
        }
    }

    private final String root;
    private final ImageOptions options;
    private final Map<String, List<Found>> parts = new HashMap<>();
    private final SortedSet<String> trainClasses = new TreeSet<>();
    private @Nullable Found first;
    private long bytes;

    FolderCollector(String root, ImageOptions options) {
        this.root = root;
        this.options = options;
    }

    /** Whether a file is to be read: {@code .png}, {@code .jpg}, {@code .jpeg}, not hidden. Other kinds of images are errors. */
    static boolean isImage(String fileName, String source) throws DataException {
        if (fileName.startsWith(".")) {
            return false;
        }
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (OTHER_IMAGES.stream().anyMatch(lower::endsWith)) {
            throw new DataException(source, "is an image of a kind that is not read; convert it to PNG or JPEG");
        }
        return READ.stream().anyMatch(lower::endsWith);
    }

    /** Notes a directory of a class, so that one without images is seen. */
    void addClass(String part, String className) {
        if (part.equals("train")) {
            trainClasses.add(className);
        }
    }

    void add(String part, String className, String fileName, String source, Picture picture) throws DataException {
        Found found = new Found(className, fileName, source, picture);
        if (first == null) {
            first = found;
        }
        Picture one = first.picture();
        if (one.height() != picture.height() || one.width() != picture.width()) {
            throw new DataException(
                    source,
                    "is %d×%d (height×width), but %s is %d×%d; give a size to resize them to"
                            .formatted(picture.height(), picture.width(), first.source(), one.height(), one.width()));
        }
        bytes += picture.planes().length;
        if (bytes > options.limits().totalBytes()) {
            throw new DataException(
                    root,
                    "holds more than %,d bytes of pixels, the limit"
                            .formatted(options.limits().totalBytes()));
        }
        addClass(part, className);
        parts.computeIfAbsent(part, key -> new ArrayList<>()).add(found);
    }

    /** The data sets by part; {@code train} is among them. */
    SortedMap<String, Dataset> finish() throws DataException {
        List<Found> train = parts.get("train");
        if (first == null || train == null) {
            throw new DataException(root, "holds no train/<class>/*.png or *.jpg");
        }
        for (String name : trainClasses) {
            if (train.stream().noneMatch(found -> found.className().equals(name))) {
                throw new DataException(root, "class train/%s holds no .png or .jpg".formatted(name));
            }
        }
        SortedMap<String, Dataset> datasets = new TreeMap<>();
        for (Map.Entry<String, List<Found>> part : parts.entrySet()) {
            datasets.put(part.getKey(), dataset(first.picture(), List.copyOf(trainClasses), part.getValue()));
        }
        return Collections.unmodifiableSortedMap(datasets);
    }

    private static Dataset dataset(Picture shape, List<String> classNames, List<Found> images) throws DataException {
        images.sort(Comparator.comparing(Found::className).thenComparing(Found::fileName));
        Dataset.Builder builder = Dataset.builder(shape.channels(), shape.height(), shape.width(), classNames);
        for (int i = 0; i < images.size(); i++) {
            Found found = images.get(i);
            int label = Collections.binarySearch(classNames, found.className());
            if (label < 0) {
                throw new DataException(
                        found.source(),
                        "class '%s' is not among those of train: %s"
                                .formatted(found.className(), String.join(", ", classNames)));
            }
            if (i > 0 && found.isNamedLike(images.get(i - 1))) {
                throw new DataException(
                        found.source(),
                        "is there twice; the other is " + images.get(i - 1).source());
            }
            builder.adopt(found.picture().planes(), label);
        }
        return builder.build();
    }
}
