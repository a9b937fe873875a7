package castnet.runtime.weights.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** NumPy's {@code .npz}: a zip with an {@code .npy} for each array. Arrays of Python objects, which are pickles, are refused. */
public final class NpzFile {
    private static final String SUFFIX = ".npy";

    /** What a zip may unfold to: zeros compress a thousandfold, whole networks hardly. */
    private static final long FREE_BYTES = 64L << 20;

    private static final long MOST_RATIO = 100;

    private NpzFile() {}

    /** Whether a zip file holds arrays of NumPy. */
    public static boolean isNpz(ZipFile zip) {
        return zip.stream().anyMatch(entry -> entry.getName().endsWith(SUFFIX));
    }

    /**
     * Reads the arrays whose name is {@code wanted}, in the order of the file.
     *
     * @throws MalformedFileException if the file breaks the format or unfolds to much more than it is
     */
    public static List<NamedArray> read(Path file, ZipFile zip, Predicate<String> wanted) throws IOException {
        List<NamedArray> arrays = new ArrayList<>();
        long left = FREE_BYTES + MOST_RATIO * Files.size(file);
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (name.endsWith(SUFFIX) && wanted.test(withoutSuffix(name))) {
                try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                    NamedArray array = read(withoutSuffix(name), new BoundedInput(in, left));
                    left -= 4L * array.values().length;
                    arrays.add(array);
                } catch (ZipException | EOFException e) {
                    throw new MalformedFileException(file, "%s is damaged: %s".formatted(name, e.getMessage()));
                } catch (IOException e) {
                    throw new MalformedFileException(file, "%s: %s".formatted(name, e.getMessage()));
                }
            }
        }
        return arrays;
    }

    private static String withoutSuffix(String name) {
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static NamedArray read(String name, BoundedInput in) throws IOException {
        NpyHeader header = NpyHeader.read(in);
        StridedArray view =
                header.fortran() ? StridedArray.fortran(header.shape()) : StridedArray.dense(header.shape());
        long elements = view.elements();
        if (elements > Integer.MAX_VALUE / header.element().bytes()) {
            throw new IOException("shape %s is more than is read".formatted(header.shape()));
        }
        ByteBuffer data =
                ByteBuffer.wrap(in.bytes(elements * header.element().bytes())).order(header.order());
        return new NamedArray(name, header.shape(), view.gather(header.element(), data));
    }

    /** Writes arrays, uncompressed as {@code numpy.savez} does; the same arrays make the same bytes. */
    public static void write(OutputStream out, List<NamedArray> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        for (NamedArray array : arrays) {
            byte[] header = NpyHeader.write(array.shape());
            ByteBuffer data = ByteBuffer.allocate(4 * array.values().length).order(ByteOrder.LITTLE_ENDIAN);
            data.asFloatBuffer().put(array.values());
            CRC32 sum = new CRC32();
            sum.update(header);
            sum.update(data.array());
            ZipEntry entry = new ZipEntry(array.name() + SUFFIX);
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            entry.setCrc(sum.getValue());
            entry.setSize(header.length + (long) data.capacity());
            zip.putNextEntry(entry);
            zip.write(header);
            zip.write(data.array());
            zip.closeEntry();
        }
        zip.finish();
    }
}
