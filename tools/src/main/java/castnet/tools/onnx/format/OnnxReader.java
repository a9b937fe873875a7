package castnet.tools.onnx.format;

import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model. Whatever the bytes are, the result is a model or an {@link OnnxException} that names place and reason; memory
 * is bounded by a small multiple of the file's size. Fields that say nothing about the computation are passed over.
 */
public final class OnnxReader {
    private static final long LARGEST_FILE = Integer.MAX_VALUE - 16;

    private OnnxReader() {}

    /** Reads a file. */
    public static OnnxModel read(Path file) throws IOException {
        long size = Files.size(file);
        if (Files.isDirectory(file) || size > LARGEST_FILE) {
            throw new OnnxException("%s is no ONNX file: a file of at most 2 GiB is expected".formatted(file));
        }
        try {
            return read(Files.readAllBytes(file));
        } catch (OnnxException e) {
            throw new OnnxException(file + ": " + e.getMessage());
        }
    }

    /** Reads the bytes of a file. */
    public static OnnxModel read(byte[] bytes) throws OnnxException {
        WireReader in = new WireReader(bytes);
        long version = 0;
        String producer = "";
        OnnxGraph graph = null;
        Map<String, Long> opsets = new HashMap<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> version = in.integer();
                case 2 -> producer = in.text();
                case 7 -> graph = graph(in.message("the graph"));
                case 8 -> opset(in.message("an operator set"), opsets);
                default -> in.skip();
            }
        }
        if (graph == null) {
            throw in.problem("the model has no graph");
        }
        return new OnnxModel(version, opsets, producer, graph);
    }

    /** Reads a file that holds one tensor, as ONNX's test vectors do. */
    public static OnnxTensor readTensor(byte[] bytes) throws OnnxException {
        return TensorReader.read(new WireReader(bytes)).tensor();
    }

    private static void opset(WireReader in, Map<String, Long> opsets) throws OnnxException {
        String domain = "";
        long version = 0;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> domain = in.text();
                case 2 -> version = in.integer();
                default -> in.skip();
            }
        }
        // ONNX's own domain has two spellings.
        opsets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    private static OnnxGraph graph(WireReader in) throws OnnxException {
        String name = "";
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
        List<OnnxValue> inputs = new ArrayList<>();
        List<OnnxValue> outputs = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> nodes.add(node(in.message("a node")));
                case 2 -> name = in.text();
                case 5 -> {
                    TensorReader.Named tensor = TensorReader.read(in.message("an initializer"));
                    if (initializers.put(tensor.name(), tensor.tensor()) != null) {
                        throw in.problem("two initializers are called \"%s\"".formatted(tensor.name()));
                    }
                }
                case 11 -> inputs.add(value(in.message("an input")));
                case 12 -> outputs.add(value(in.message("an output")));
                case 15 -> throw in.problem("sparse initializers are not read");
                default -> in.skip();
            }
        }
        return new OnnxGraph(name, nodes, initializers, inputs, outputs);
    }

    private static OnnxNode node(WireReader in) throws OnnxException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxAttribute> attributes = new HashMap<>();
        String name = "";
        String op = "";
        String domain = "";
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> inputs.add(in.text());
                case 2 -> outputs.add(in.text());
                case 3 -> name = in.text();
                case 4 -> op = in.text();
                case 5 -> attribute(in.message("an attribute"), attributes);
                case 7 -> domain = in.text();
                default -> in.skip();
            }
        }
        return new OnnxNode(op, name, domain.equals("ai.onnx") ? "" : domain, inputs, outputs, attributes);
    }

    private static void attribute(WireReader in, Map<String, OnnxAttribute> attributes) throws OnnxException {
        String name = "";
        long type = 0;
        float number = 0;
        long whole = 0;
        String text = "";
        OnnxTensor tensor = null;
        float[] numbers = {};
        long[] wholes = {};
        // The first files did not say the type: what is there is it.
        long present = 0;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2 -> number = in.number();
                case 3 -> whole = in.integer();
                case 4 -> text = in.text();
                case 5 -> tensor = TensorReader.read(in.message("a constant")).tensor();
                case 7 -> numbers = in.numbers(numbers);
                case 8 -> wholes = in.integers(wholes);
                case 20 -> type = in.integer();
                default -> in.skip();
            }
            present = field >= 2 && field <= 8 ? field - 1 : present;
        }
        attributes.put(
                name,
                switch ((int) (type != 0 ? type : present)) {
                    case 1 -> new OnnxAttribute.Real(number);
                    case 2 -> new OnnxAttribute.Whole(whole);
                    case 3 -> new OnnxAttribute.Text(text);
                    case 4 -> tensor(in, tensor);
                    case 6 -> new OnnxAttribute.Numbers(boxed(numbers));
                    case 7 ->
                        new OnnxAttribute.Wholes(Arrays.stream(wholes).boxed().toList());
                    default -> new OnnxAttribute.Other();
                });
    }

    private static OnnxAttribute tensor(WireReader in, @Nullable OnnxTensor tensor) throws OnnxException {
        if (tensor == null) {
            throw in.problem("an attribute without the tensor that its type promises");
        }
        return new OnnxAttribute.Tensor(tensor);
    }

    private static List<Float> boxed(float[] values) {
        List<Float> all = new ArrayList<>(values.length);
        for (float value : values) {
            all.add(value);
        }
        return all;
    }

    private static OnnxValue value(WireReader in) throws OnnxException {
        String name = "";
        List<Long> dimensions = new ArrayList<>();
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> name = in.text();
                case 2 ->
                    nested(
                            in.message("a type"),
                            1,
                            tensor -> nested(tensor, 2, shape -> dimensions(shape, dimensions)));
                default -> in.skip();
            }
        }
        return new OnnxValue(name, dimensions);
    }

    /** What is done with a nested message. */
    private interface Visit {
        void accept(WireReader in) throws OnnxException;
    }

    private static void nested(WireReader in, int wanted, Visit visit) throws OnnxException {
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == wanted) {
                visit.accept(in.message("a type"));
            } else {
                in.skip();
            }
        }
    }

    private static void dimensions(WireReader shape, List<Long> dimensions) throws OnnxException {
        nested(shape, 1, dimension -> {
            long size = -1;
            for (int field = dimension.next(); field != 0; field = dimension.next()) {
                if (field == 1) {
                    size = dimension.integer();
                } else {
                    dimension.skip();
                }
            }
            dimensions.add(size);
        });
    }
}
