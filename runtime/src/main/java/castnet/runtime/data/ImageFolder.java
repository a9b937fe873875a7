package castnet.runtime.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Images sorted into directories by class: {@code train/<class>/*.png} or {@code *.jpg}, and optionally {@code test/<class>}
 * and {@code val/<class>} with the same classes, in a directory or inside a {@code .tar} or {@code .tar.gz} (there also
 * below a common directory). Classes are numbered by their names, images ordered by class and file name, so that a
 * directory and an archive of it give the same data set. Hidden files and files that are no images are left out.
 */
public final class ImageFolder {
    private final Path root;
    private final DataLimits limits;
    private final ImageDecoder decoder;
    private final FolderCollector collector;
    private int files;

    private ImageFolder(Path root, DataLimits limits, ImageDecoder decoder, FolderCollector collector) {
        this.root = root;
        this.limits = limits;
        this.decoder = decoder;
        this.collector = collector;
    }

    /**
     * Reads all images.
     *
     * @param root a directory or an archive; nothing is written to an archive's paths
     * @param options channels, size and limits
     * @return the data sets by part: {@code train}, and {@code test} and {@code val} where they are there
     * @throws DataException if an image cannot be read, sizes differ, a class has no images, or a limit is passed
     */
    public static SortedMap<String, Dataset> read(Path root, ImageOptions options) throws DataException {
        FolderCollector collector = new FolderCollector(root.toString(), options);
        try (ImageDecoder decoder = new ImageDecoder(options)) {
            ImageFolder folder = new ImageFolder(root, options.limits(), decoder, collector);
            if (Files.isDirectory(root)) {
                folder.readDirectory();
            } else {
                folder.readArchive();
            }
        }
        return collector.finish();
    }

    private void readDirectory() throws DataException {
        for (String part : FolderCollector.PARTS) {
            Path directory = root.resolve(part);
            if (Files.isDirectory(directory)) {
                for (Path classDirectory : Directories.entries(directory)) {
                    if (Files.isDirectory(classDirectory) && !isHidden(name(classDirectory))) {
                        readClass(part, classDirectory);
                    }
                }
            }
        }
    }

    private void readClass(String part, Path directory) throws DataException {
        String className = name(directory);
        collector.addClass(part, className);
        for (Path file : Directories.entries(directory)) {
            if (++files > limits.entries()) {
                throw new DataException(root.toString(), "more than %,d files, the limit".formatted(limits.entries()));
            }
            if (Files.isDirectory(file)) {
                throw new DataException(
                        file.toString(), "is a directory within a class; images stand in <part>/<class>/");
            }
            if (FolderCollector.isImage(name(file), file.toString())) {
                collector.add(part, className, name(file), file.toString(), decoder.read(file));
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".");
    }

    private void readArchive() throws DataException {
        try (ByteSource in = ByteSource.open(root, limits.totalBytes())) {
            TarReader tar = new TarReader(in, limits.entries());
            for (TarReader.Entry entry = tar.next(); entry != null; entry = tar.next()) {
                readEntry(tar, entry);
            }
        }
    }

    private void readEntry(TarReader tar, TarReader.Entry entry) throws DataException {
        List<String> path = Arrays.stream(entry.name().split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
        int n = path.size();
        if (entry.kind() == TarReader.Kind.DIRECTORY) {
            if (n >= 2 && !isHidden(path.get(n - 1))) {
                collector.addClass(path.get(n - 2), path.get(n - 1));
            }
            return;
        }
        String source = root + "!" + entry.name();
        if (n == 0 || !FolderCollector.isImage(path.get(n - 1), source)) {
            return;
        }
        if (entry.kind() == TarReader.Kind.OTHER) {
            throw new DataException(source, entry.offset(), "is a link or a special file; images must be plain files");
        }
        if (n < 3 || !FolderCollector.PARTS.contains(path.get(n - 3))) {
            throw new DataException(
                    source, entry.offset(), "stands outside train/<class>/, test/<class>/ and val/<class>/");
        }
        if (entry.size() > limits.fileBytes()) {
            throw new DataException(
                    source,
                    entry.offset(),
                    "has %,d bytes, the limit is %,d".formatted(entry.size(), limits.fileBytes()));
        }
        Picture picture = decoder.decode(tar.contents(entry), source, entry.offset());
        collector.add(path.get(n - 3), path.get(n - 2), path.get(n - 1), source, picture);
    }
}
