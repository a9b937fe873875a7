package castnet.runtime.weights.file;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Python's pickles (protocols 0 to 5, as documented in CPython's {@code pickletools}), as far as tensors and plain containers need
 * them. Values become Longs, Doubles, Booleans, Strings, Lists, Maps, {@link Tensor}s and {@link #NONE}. Never runs anything: a name that is
 * not among {@link TorchGlobals}, or an instruction that makes objects of classes, ends the reading with that name.
 */
final class Unpickler {
    /** Python's None. */
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    private static final int LONGEST_NAME = 256;
    private static final int MOST_LONG_BYTES = 255;
    private static final int MOST_VALUES = 5_000_000;

    private final BoundedInput in;
    private final Map<String, Storage> storages;
    private final Map<Long, Object> memo = new HashMap<>();
    private final Deque<List<Object>> marked = new ArrayDeque<>();
    private List<Object> stack = new ArrayList<>();
    private int values;

    private Unpickler(BoundedInput in, Map<String, Storage> storages) {
        this.in = in;
        this.storages = storages;
    }

    /**
     * Reads one pickle, to its end and no further.
     *
     * @param storages receives those that it names, by key
     * @throws IOException that says what is wrong, or what was refused
     */
    static Object read(BoundedInput in, Map<String, Storage> storages) throws IOException {
        Unpickler unpickler = new Unpickler(in, storages);
        while (true) {
            int at = unpickler.in.unsignedByte();
            if (at == '.') {
                return unpickler.pop();
            }
            unpickler.execute(at);
        }
    }

    /** A dictionary's key. */
    static Object key(Object value) throws IOException {
        if (value instanceof String || value instanceof Long || value instanceof Boolean || value instanceof Double) {
            return value;
        }
        throw new IOException(
                "a dictionary has the key %s; expected a text or a number".formatted(TorchGlobals.describe(value)));
    }

    /** One instruction; here those for numbers and texts. */
    private void execute(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> protocol(in.unsignedByte());
            case 0x95 -> in.number(8); // FRAME: how many bytes may be read at once
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push(in.number(1));
            case 'M' -> push(in.number(2));
            case 'J' -> push((long) (int) in.number(4));
            case 0x8a -> push(longNumber(in.number(1)));
            case 0x8b -> push(longNumber(in.number(4)));
            case 'G' -> push(in.bigEndianDouble());
            case 'X' -> push(in.text(in.number(4)));
            case 0x8c -> push(in.text(in.number(1)));
            case 0x8d -> push(in.text(in.number(8)));
            case 'U' -> push(in.text(in.number(1)));
            case 'T' -> push(in.text(in.number(4)));
            case 'C' -> push(bytes(in.number(1)));
            case 'B' -> push(bytes(in.number(4)));
            case 0x8e -> push(bytes(in.number(8)));
            default -> build(opcode);
        }
    }

    /** Containers, and what stands for something else. */
    private void build(int opcode) throws IOException {
        switch (opcode) {
            case '}' -> push(new LinkedHashMap<>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(List.of());
            case '(' -> mark();
            case 't' -> push(Collections.unmodifiableList(popMarked()));
            case 'l' -> push(popMarked());
            case 'd' -> push(put(new LinkedHashMap<>(), popMarked()));
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case '0' -> pop();
            case '1' -> popMarked();
            case '2' -> push(top());
            case 'q' -> remember(in.number(1));
            case 'r' -> remember(in.number(4));
            case 0x94 -> remember(memo.size());
            case 'h' -> push(remembered(in.number(1)));
            case 'j' -> push(remembered(in.number(4)));
            case 'c' -> push(global(in.line(LONGEST_NAME), in.line(LONGEST_NAME)));
            case 0x93 -> stackGlobal();
            case 'R' -> reduce();
            case 'b' -> setState();
            case 's' -> {
                List<Object> entry = tuple(2);
                put(dictionary(top()), entry);
            }
            case 'u' -> {
                List<Object> entries = popMarked();
                put(dictionary(top()), entries);
            }
            case 'a' -> {
                Object element = pop();
                list(top()).add(element);
            }
            case 'e' -> {
                List<Object> elements = popMarked();
                list(top()).addAll(elements);
            }
            case 'Q' -> push(storage(pop()));
            default ->
                throw new IOException(
                        ("the pickle's instruction 0x%02x at byte %d is none of those that tensors and plain "
                                        + "containers are made with; refused, nothing of it was run")
                                .formatted(opcode, in.position() - 1));
        }
    }

    private static void protocol(int protocol) throws IOException {
        if (protocol > 5) {
            throw new IOException("pickle protocol %d; 0 to 5 are known".formatted(protocol));
        }
    }

    private void push(Object value) throws IOException {
        count(1);
        stack.add(value);
    }

    private void count(int more) throws IOException {
        values += more;
        if (values > MOST_VALUES) {
            throw new IOException("the pickle makes more than %d values".formatted(MOST_VALUES));
        }
    }

    private Object top() throws IOException {
        if (stack.isEmpty()) {
            throw new IOException(
                    "the pickle's instruction before byte %d finds nothing to work on".formatted(in.position()));
        }
        return stack.getLast();
    }

    private Object pop() throws IOException {
        Object value = top();
        stack.removeLast();
        return value;
    }

    private void mark() throws IOException {
        push(NONE);
        stack.removeLast();
        marked.push(stack);
        stack = new ArrayList<>();
    }

    private List<Object> popMarked() throws IOException {
        List<Object> elements = stack;
        if (marked.isEmpty()) {
            throw new IOException("the pickle's instruction before byte %d finds no mark".formatted(in.position()));
        }
        stack = marked.pop();
        return elements;
    }

    private List<Object> tuple(int size) throws IOException {
        Object[] elements = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            elements[i] = pop();
        }
        return Collections.unmodifiableList(Arrays.asList(elements));
    }

    private void remember(long index) throws IOException {
        memo.put(index, top());
        if (memo.size() > MOST_VALUES) {
            throw new IOException("the pickle remembers more than %d values".formatted(MOST_VALUES));
        }
    }

    private Object remembered(long index) throws IOException {
        Object value = memo.get(index);
        if (value == null) {
            throw new IOException(
                    "the pickle refers to value %d before byte %d, which is not there".formatted(index, in.position()));
        }
        return value;
    }

    private Object longNumber(long bytes) throws IOException {
        if (bytes > MOST_LONG_BYTES) {
            throw new IOException("a number of %d bytes".formatted(bytes));
        }
        byte[] littleEndian = in.bytes(bytes);
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < bigEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        BigInteger number = bigEndian.length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    /** Bytes are of no use to weights, but may stand beside them. */
    private String bytes(long length) throws IOException {
        return in.bytes(length).length + " bytes";
    }

    private Object global(String module, String name) throws IOException {
        String whole = module + "." + name;
        return TorchGlobals.find(whole)
                .orElseThrow(() -> new IOException(
                        ("the pickle names %s, which is none of those that tensors and plain containers "
                                        + "are made with; refused, nothing of it was run. If the file is to be trusted, save the state dict alone: "
                                        + "torch.save(model.state_dict(), file)")
                                .formatted(whole)));
    }

    private void stackGlobal() throws IOException {
        List<Object> names = tuple(2);
        if (!(names.getFirst() instanceof String module) || !(names.getLast() instanceof String name)) {
            throw new IOException("a name that is no text before byte " + in.position());
        }
        push(global(module, name));
    }

    private void reduce() throws IOException {
        Object arguments = pop();
        Object callable = pop();
        if (!(callable instanceof TorchGlobals.Call call) || !(arguments instanceof List<?> list)) {
            throw new IOException("the pickle calls %s before byte %d; refused"
                    .formatted(TorchGlobals.describe(callable), in.position()));
        }
        for (Object argument : list) {
            // A call copies its sequences, and a few bytes can call again with the same one.
            count(argument instanceof List<?> copied ? copied.size() : 0);
        }
        push(TorchGlobals.call(call, list));
    }

    /** An OrderedDict of PyTorch has versions of its modules as an attribute, which weights do not need. */
    private void setState() throws IOException {
        Object state = pop();
        if (!(top() instanceof Map<?, ?>) || !(state instanceof Map<?, ?>)) {
            throw new IOException("the pickle sets the state of %s before byte %d; refused"
                    .formatted(TorchGlobals.describe(top()), in.position()));
        }
    }

    private Storage storage(Object id) throws IOException {
        boolean known = id instanceof List<?> list
                && list.size() >= 5
                && "storage".equals(list.getFirst())
                && list.get(1) instanceof Element
                && list.get(2) instanceof String
                && list.get(4) instanceof Long elements
                && elements >= 0
                && list.subList(5, list.size()).stream().allMatch(NONE::equals);
        if (!known) {
            throw new IOException(
                    "the pickle refers to %s before byte %d; expected a storage's type, key, place and size"
                            .formatted(TorchGlobals.describe(id), in.position()));
        }
        List<?> parts = (List<?>) id;
        Storage storage = new Storage((String) parts.get(2), (Element) parts.get(1), (Long) parts.get(4));
        Storage before = storages.putIfAbsent(storage.key(), storage);
        if (before != null && !before.equals(storage)) {
            throw new IOException("storage \"%s\" is %d × %s here and %d × %s there"
                    .formatted(
                            storage.key(), before.elements(), before.element(), storage.elements(), storage.element()));
        }
        return storage;
    }

    private static Map<Object, Object> put(Map<Object, Object> dictionary, List<Object> entries) throws IOException {
        if (entries.size() % 2 != 0) {
            throw new IOException("a dictionary has a key without a value");
        }
        for (int i = 0; i < entries.size(); i += 2) {
            dictionary.put(key(entries.get(i)), entries.get(i + 1));
        }
        return dictionary;
    }

    @SuppressWarnings("unchecked") // All maps are made here.
    private static Map<Object, Object> dictionary(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            return (Map<Object, Object>) map;
        }
        throw new IOException("the pickle sets an entry of %s; refused".formatted(TorchGlobals.describe(value)));
    }

    /** A list; a tuple is none, and Python could not append to it either. */
    @SuppressWarnings("unchecked") // All lists are made here.
    private static List<Object> list(Object value) throws IOException {
        if (value instanceof ArrayList<?> list) {
            return (List<Object>) list;
        }
        throw new IOException("the pickle appends to %s; refused".formatted(TorchGlobals.describe(value)));
    }
}
