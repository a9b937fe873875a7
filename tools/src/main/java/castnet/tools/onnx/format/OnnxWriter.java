package castnet.tools.onnx.format;

import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** Writes a model: weights inside, as raw bytes; open sizes as the symbol {@code N}; to the byte the same for the same model. */
public final class OnnxWriter {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private OnnxWriter() {}

    /** Writes a file, which appears, or is replaced, only once it is complete. */
    public static void write(OnnxModel model, Path file) throws IOException {
        WireWriter out = model(model);
        if (out.size() > Integer.MAX_VALUE) {
            throw new OnnxException("%s would have %,d bytes; protobuf allows 2^31 − 1".formatted(file, out.size()));
        }
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "onnx", ".tmp");
        try {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                out.writeTo(stream);
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The bytes of a file. */
    public static byte[] bytes(OnnxModel model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model(model).writeTo(out);
        return out.toByteArray();
    }

    private static WireWriter model(OnnxModel model) throws OnnxException {
        WireWriter out = new WireWriter();
        out.integer(1, model.irVersion()).text(2, model.producer()).message(7, graph(model.graph()));
        for (Map.Entry<String, Long> opset : new TreeMap<>(model.opsets()).entrySet()) {
            out.message(8, new WireWriter().text(1, opset.getKey()).integer(2, opset.getValue()));
        }
        return out;
    }

    private static WireWriter graph(OnnxGraph graph) throws OnnxException {
        WireWriter out = new WireWriter();
        for (OnnxNode node : graph.nodes()) {
            out.message(1, node(node));
        }
        out.text(2, graph.name());
        graph.initializers().forEach((name, tensor) -> out.message(5, tensor(name, tensor)));
        graph.inputs().forEach(value -> out.message(11, value(value)));
        graph.outputs().forEach(value -> out.message(12, value(value)));
        return out;
    }

    private static WireWriter node(OnnxNode node) throws OnnxException {
        WireWriter out = new WireWriter();
        node.inputs().forEach(name -> out.text(1, name));
        node.outputs().forEach(name -> out.text(2, name));
        out.text(3, node.name()).text(4, node.op());
        for (Map.Entry<String, OnnxAttribute> attribute : new TreeMap<>(node.attributes()).entrySet()) {
            out.message(5, attribute(attribute.getKey(), attribute.getValue()));
        }
        return node.domain().isEmpty() ? out : out.text(7, node.domain());
    }

    private static WireWriter attribute(String name, OnnxAttribute attribute) throws OnnxException {
        WireWriter out = new WireWriter().text(1, name);
        return switch (attribute) {
            case OnnxAttribute.Real(float value) -> out.number(2, value).integer(20, 1);
            case OnnxAttribute.Whole(long value) -> out.integer(3, value).integer(20, 2);
            case OnnxAttribute.Text(String value) -> out.text(4, value).integer(20, 3);
            case OnnxAttribute.Tensor(OnnxTensor value) ->
                out.message(5, tensor("", value)).integer(20, 4);
            case OnnxAttribute.Numbers numbers -> {
                numbers.values().forEach(value -> out.number(7, value));
                yield out.integer(20, 6);
            }
            case OnnxAttribute.Wholes wholes -> {
                wholes.values().forEach(value -> out.integer(8, value));
                yield out.integer(20, 7);
            }
            case OnnxAttribute.Other() ->
                throw new OnnxException("the attribute %s has a kind that is not written".formatted(name));
        };
    }

    private static WireWriter tensor(String name, OnnxTensor tensor) {
        WireWriter out = new WireWriter();
        tensor.dimensions().forEach(size -> out.integer(1, size));
        float[] floats = tensor.floats();
        out.integer(2, floats != null ? FLOAT : INT64);
        if (!name.isEmpty()) {
            out.text(8, name);
        }
        long[] integers = tensor.integers();
        int bytes = floats != null ? floats.length * Float.BYTES : tensor.size() * Long.BYTES;
        ByteBuffer raw = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (floats != null) {
            raw.asFloatBuffer().put(floats);
        } else if (integers != null) {
            raw.asLongBuffer().put(integers);
        }
        return out.bytes(9, raw.array());
    }

    private static WireWriter value(OnnxValue value) {
        WireWriter shape = new WireWriter();
        for (long size : value.dimensions()) {
            shape.message(1, size < 0 ? new WireWriter().text(2, "N") : new WireWriter().integer(1, size));
        }
        WireWriter tensor = new WireWriter().integer(1, FLOAT).message(2, shape);
        return new WireWriter().text(1, value.name()).message(2, new WireWriter().message(1, tensor));
    }
}
