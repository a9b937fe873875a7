package castnet.runtime.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists directories in an order that does not depend on the file system. */
final class Directories {
    private Directories() {}

    /** What a directory holds, directories included, sorted by name. */
    static List<Path> entries(Path directory) throws DataException {
        return files(directory, "*");
    }

    /** What a directory holds under names of a form such as {@code data_batch_*.bin}, sorted by name. */
    static List<Path> files(Path directory, String form) throws DataException {
        if (!Files.isDirectory(directory)) {
            throw new DataException(
                    directory.toString(), Files.exists(directory) ? "is not a directory" : "does not exist");
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, form)) {
            for (Path path : stream) {
                found.add(path);
            }
        } catch (DirectoryIteratorException | IOException e) {
            throw new DataException(directory.toString(), "cannot be listed: " + e).causedBy(e);
        }
        Collections.sort(found);
        return found;
    }
}
