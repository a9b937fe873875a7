package castnet.runtime.weights.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that a pickle may call, each done here in Java: those that build tensors and plain containers. Unpickling as Python does it
 * runs whatever a file names, {@code os.system} as well; here any other name is refused, and nothing of Python is ever run.
 */
final class TorchGlobals {
    private static final Map<String, Element> STORAGES = Map.of(
            "torch.DoubleStorage", Element.F64,
            "torch.FloatStorage", Element.F32,
            "torch.HalfStorage", Element.F16,
            "torch.BFloat16Storage", Element.BF16,
            "torch.LongStorage", Element.I64,
            "torch.IntStorage", Element.I32,
            "torch.ShortStorage", Element.I16,
            "torch.CharStorage", Element.I8,
            "torch.ByteStorage", Element.U8,
            "torch.BoolStorage", Element.BOOL);

    /** A name of the list. */
    enum Call {
        ORDERED_DICT("collections.OrderedDict"),
        SIZE("torch.Size"),
        TENSOR("torch._utils._rebuild_tensor"),
        TENSOR_2("torch._utils._rebuild_tensor_v2"),
        PARAMETER("torch._utils._rebuild_parameter"),
        PARAMETER_WITH_STATE("torch._utils._rebuild_parameter_with_state");

        private final String name;

        Call(String name) {
            this.name = name;
        }
    }

    private TorchGlobals() {}

    /** What a name stands for: a {@link Call} or the {@link Element} of a storage. */
    static Optional<Object> find(String name) {
        if (STORAGES.containsKey(name)) {
            return Optional.of(STORAGES.get(name));
        }
        for (Call call : Call.values()) {
            if (call.name.equals(name)) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /** What a call makes. */
    static Object call(Call call, List<?> arguments) throws IOException {
        return switch (call) {
            case ORDERED_DICT -> orderedDict(arguments);
            case SIZE -> sequence(argument(call, arguments, 0), "torch.Size");
            case TENSOR, TENSOR_2 -> tensor(call, arguments);
            case PARAMETER, PARAMETER_WITH_STATE -> argument(call, arguments, 0);
        };
    }

    private static Map<Object, Object> orderedDict(List<?> arguments) throws IOException {
        Map<Object, Object> dict = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : sequence(arguments.getFirst(), "the entries of an OrderedDict")) {
                List<?> entry = sequence(pair, "an entry of an OrderedDict");
                if (entry.size() != 2) {
                    throw new IOException("an entry of an OrderedDict has %d parts".formatted(entry.size()));
                }
                dict.put(Unpickler.key(entry.getFirst()), entry.getLast());
            }
        }
        return dict;
    }

    private static Tensor tensor(Call call, List<?> arguments) throws IOException {
        if (!(argument(call, arguments, 0) instanceof Storage storage)) {
            throw new IOException("a tensor has no storage but " + describe(arguments.getFirst()));
        }
        List<Integer> shape = new ArrayList<>();
        for (long size : numbers(argument(call, arguments, 2), "the size of a tensor")) {
            if (size < 0 || size > Integer.MAX_VALUE) {
                throw new IOException("a tensor of storage \"%s\" has a side of %d".formatted(storage.key(), size));
            }
            shape.add((int) size);
        }
        List<Long> strides = numbers(argument(call, arguments, 3), "the strides of a tensor");
        if (strides.size() != shape.size()) {
            throw new IOException("a tensor of storage \"%s\" has %d sides and %d strides"
                    .formatted(storage.key(), shape.size(), strides.size()));
        }
        if (!(argument(call, arguments, 1) instanceof Long offset)) {
            throw new IOException("the offset of a tensor is " + describe(arguments.get(1)));
        }
        StridedArray view = new StridedArray(offset, shape, strides);
        if (!view.fits(storage.elements())) {
            throw new IOException(
                    "a tensor of shape %s with strides %s from %d on leaves its storage \"%s\" of %d elements"
                            .formatted(shape, strides, offset, storage.key(), storage.elements()));
        }
        return new Tensor(storage, view);
    }

    private static Object argument(Call call, List<?> arguments, int index) throws IOException {
        if (index >= arguments.size()) {
            throw new IOException("%s is called with %d arguments".formatted(call.name, arguments.size()));
        }
        return arguments.get(index);
    }

    private static List<Long> numbers(Object value, String what) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (Object element : sequence(value, what)) {
            if (!(element instanceof Long number)) {
                throw new IOException("%s holds %s".formatted(what, describe(element)));
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static List<?> sequence(Object value, String what) throws IOException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IOException("%s: expected a sequence, found %s".formatted(what, describe(value)));
    }

    /** A value in a few words: containers may contain themselves. */
    static String describe(Object value) {
        return switch (value) {
            case List<?> list -> "a sequence of " + list.size();
            case Map<?, ?> map -> "a dictionary of " + map.size();
            case Tensor tensor -> "a tensor of shape " + tensor.view().shape();
            case Storage storage -> "storage \"%s\"".formatted(storage.key());
            case String text -> '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
            default -> value.toString();
        };
    }
}
