package castnet.runtime.weights.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes: a zip with a pickle and a file for each storage, or, before PyTorch 1.6, pickles and storages one
 * after the other. Storages may be shared and tensors strided. See {@link Unpickler} for what is refused.
 */
public final class TorchFile {
    /** The pickled number that the older format begins with. */
    private static final byte[] LEGACY = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private static final String PICKLE = "data.pkl";
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    /** Views may repeat elements; more than this much of the file is no file of weights. */
    private static final long MOST_FLOATS_PER_BYTE = 8;

    private final Path file;
    private final Predicate<String> wanted;
    private final Map<String, Storage> storages = new HashMap<>();

    private TorchFile(Path file, Predicate<String> wanted) {
        this.file = file;
        this.wanted = wanted;
    }

    /** One of the two formats being read. */
    private interface Reading {
        List<NamedArray> arrays() throws IOException;
    }

    /** Where the bytes of a storage are. */
    private interface StorageBytes {
        ByteBuffer of(Storage storage) throws IOException;
    }

    /** Whether a file's first bytes are those of the older format. */
    public static boolean isLegacy(byte[] start) {
        return Arrays.equals(LEGACY, Arrays.copyOf(start, LEGACY.length));
    }

    /** Whether a zip file is of PyTorch. */
    public static boolean isTorch(ZipFile zip) {
        return zip.stream().anyMatch(entry -> isPickle(entry.getName()));
    }

    private static boolean isPickle(String name) {
        return name.equals(PICKLE) || name.endsWith("/" + PICKLE);
    }

    /**
     * Reads the tensors of a state dict whose key is {@code wanted}, in its order.
     *
     * @throws MalformedFileException if the file breaks the format, names what is refused, or holds no state dict
     */
    public static List<NamedArray> readZip(Path file, ZipFile zip, Predicate<String> wanted) throws IOException {
        return naming(file, () -> new TorchFile(file, wanted).fromZip(zip));
    }

    /** Reads a file of the older format likewise. */
    public static List<NamedArray> readLegacy(Path file, Predicate<String> wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return naming(file, () -> new TorchFile(file, wanted).fromLegacy(channel));
        }
    }

    /** What reading ends with names the file. */
    private static List<NamedArray> naming(Path file, Reading reading) throws MalformedFileException {
        try {
            return reading.arrays();
        } catch (MalformedFileException e) {
            throw e;
        } catch (EOFException e) {
            throw new MalformedFileException(file, "the file is truncated: " + e.getMessage());
        } catch (ZipException e) {
            throw new MalformedFileException(file, "the file is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw new MalformedFileException(file, String.valueOf(e.getMessage()));
        }
    }

    private List<NamedArray> fromZip(ZipFile zip) throws IOException {
        ZipEntry pickle = zip.stream()
                .filter(entry -> isPickle(entry.getName()))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no %s in it".formatted(PICKLE)));
        String folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
        requireStored(pickle);
        Object root;
        try (InputStream in = new BufferedInputStream(zip.getInputStream(pickle))) {
            root = Unpickler.read(new BoundedInput(in, pickle.getSize()), storages);
        }
        ByteOrder order = order(zip, folder);
        return arrays(root, storage -> {
            String name = folder + "data/" + storage.key();
            ZipEntry entry = zip.getEntry(name);
            if (entry == null) {
                throw new IOException("storage \"%s\" is not in the file".formatted(storage.key()));
            }
            requireStored(entry);
            if (entry.getSize() != storage.bytes()) {
                throw new IOException("storage \"%s\" of %d × %s has %d bytes"
                        .formatted(storage.key(), storage.elements(), storage.element(), entry.getSize()));
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] bytes = in.readNBytes((int) storage.bytes());
                if (bytes.length != storage.bytes()) {
                    throw new EOFException("storage \"%s\" ends after %d bytes".formatted(storage.key(), bytes.length));
                }
                return ByteBuffer.wrap(bytes).order(order);
            }
        });
    }

    /** PyTorch never compresses; what does may unfold to any size. */
    private static void requireStored(ZipEntry entry) throws IOException {
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new IOException("%s is compressed, which PyTorch never does".formatted(entry.getName()));
        }
        if (entry.getSize() < 0 || entry.getSize() > MOST_BYTES) {
            throw new IOException(
                    "%s has %d bytes; at most %d are read".formatted(entry.getName(), entry.getSize(), MOST_BYTES));
        }
    }

    private static ByteOrder order(ZipFile zip, String folder) throws IOException {
        ZipEntry entry = zip.getEntry(folder + "byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        try (InputStream in = zip.getInputStream(entry)) {
            String order = new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
            return switch (order) {
                case "little" -> ByteOrder.LITTLE_ENDIAN;
                case "big" -> ByteOrder.BIG_ENDIAN;
                default -> throw new IOException("byteorder: expected little or big, found \"%s\"".formatted(order));
            };
        }
    }

    private List<NamedArray> fromLegacy(FileChannel channel) throws IOException {
        BoundedInput in =
                new BoundedInput(new BufferedInputStream(Channels.newInputStream(channel.position(0))), channel.size());
        Map<String, Storage> none = new HashMap<>();
        Unpickler.read(in, none); // the magic number
        Object protocol = Unpickler.read(in, none);
        if (!protocol.equals(1001L)) {
            throw new IOException("protocol version: expected 1001, found " + TorchGlobals.describe(protocol));
        }
        Object system = Unpickler.read(in, none);
        ByteOrder order = system instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("little_endian"))
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
        Object root = Unpickler.read(in, storages);
        Object keys = Unpickler.read(in, none);
        Map<Storage, Long> places = places(channel, keys, in.position(), order);
        return arrays(root, storage -> {
            Long place = places.get(storage);
            if (place == null) {
                throw new IOException("storage \"%s\" is not in the file".formatted(storage.key()));
            }
            return bytes(channel, place, (int) storage.bytes()).order(order);
        });
    }

    /** Behind the pickles, in the order of the list of keys: a number of elements (8 bytes) and the elements. */
    private Map<Storage, Long> places(FileChannel channel, Object keys, long start, ByteOrder order)
            throws IOException {
        if (!(keys instanceof List<?> list)) {
            throw new IOException("the keys of the storages: expected a list, found " + TorchGlobals.describe(keys));
        }
        Map<Storage, Long> places = new HashMap<>();
        long position = start;
        for (Object key : list) {
            Storage storage = key instanceof String name ? storages.get(name) : null;
            if (storage == null) {
                throw new IOException("no tensor has the storage " + TorchGlobals.describe(key));
            }
            long elements = bytes(channel, position, Long.BYTES).order(order).getLong(0);
            if (elements != storage.elements()) {
                throw new IOException("storage \"%s\" of %d × %s has %d elements at byte %d"
                        .formatted(storage.key(), storage.elements(), storage.element(), elements, position));
            }
            places.put(storage, position + Long.BYTES);
            if (storage.bytes() > Math.min(MOST_BYTES, channel.size() - position - Long.BYTES)) {
                throw new EOFException("storage \"%s\" of %d × %s from byte %d on leaves the file of %d bytes"
                        .formatted(storage.key(), elements, storage.element(), position + Long.BYTES, channel.size()));
            }
            position += Long.BYTES + storage.bytes();
        }
        return places;
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(Math.min(count, Math.max(0, channel.size() - position))));
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
            // until full or at the end
        }
        if (bytes.position() != count) {
            throw new EOFException(
                    "expected %d bytes at %d, the file has %d".formatted(count, position, channel.size()));
        }
        return bytes.flip();
    }

    /** A storage is read once and forgotten before the next, whatever the order of the tensors. */
    private List<NamedArray> arrays(Object root, StorageBytes bytes) throws IOException {
        Map<String, Tensor> tensors = StateDict.find(root, wanted);
        requireBounded(tensors);
        Map<Storage, Map<String, StridedArray>> views = new HashMap<>();
        Map<String, Integer> order = new HashMap<>();
        tensors.forEach((name, tensor) -> {
            order.put(name, order.size());
            views.computeIfAbsent(tensor.storage(), s -> new HashMap<>()).put(name, tensor.view());
        });
        List<NamedArray> arrays = new ArrayList<>();
        for (Map.Entry<Storage, Map<String, StridedArray>> shared : views.entrySet()) {
            ByteBuffer data = bytes.of(shared.getKey());
            shared.getValue()
                    .forEach((name, view) -> arrays.add(new NamedArray(
                            name, view.shape(), view.gather(shared.getKey().element(), data))));
        }
        arrays.sort(Comparator.comparingInt(array -> order.getOrDefault(array.name(), 0)));
        return arrays;
    }

    private void requireBounded(Map<String, Tensor> tensors) throws IOException {
        long most = MOST_FLOATS_PER_BYTE * Files.size(file);
        long floats = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Storage storage = entry.getValue().storage();
            if (!storage.element().isReal()) {
                throw new IOException("tensor \"%s\" is of %s; weights are F64, F32, F16 or BF16"
                        .formatted(entry.getKey(), storage.element()));
            }
            if (storage.bytes() > MOST_BYTES) {
                throw new IOException("storage \"%s\" has %d × %s, more than is read"
                        .formatted(storage.key(), storage.elements(), storage.element()));
            }
            floats += entry.getValue().view().elements();
            if (floats > most) {
                throw new IOException(
                        "its tensors repeat what it holds to more than %d floats; refused".formatted(most));
            }
        }
    }
}
