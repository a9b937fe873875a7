package castnet.tools.onnx;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Imported;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Imports, compiles and runs the models that {@code export_torch_models.py} wrote into a folder, and compares their results. */
public final class CompareModels {
    private CompareModels() {}

    /** {@code args}: the folder, and one to compile into. */
    public static void main(String[] args) throws IOException {
        List<Path> models;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            models = files.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
        for (int i = 0; i < models.size(); i++) {
            String name = String.valueOf(models.get(i).getFileName());
            try {
                Request request = new Request(name, "", "Model" + i, null, null);
                System.out.printf("%-40s %.1e%n", name, difference(models.get(i), request, Path.of(args[1])));
            } catch (OnnxException e) {
                System.out.printf("%-40s %s%n", name, e.getMessage());
            }
        }
    }

    /** The largest difference, relative to the largest result. */
    private static double difference(Path model, Request request, Path folder) throws IOException {
        Imported imported = OnnxImporter.read(OnnxReader.read(model), request);
        String stem = model.toString().replaceFirst("\\.onnx$", "");
        float[] expected = floats(Path.of(stem + ".y"));
        float[] found = new float[expected.length];
        try (Declarations compiled = Declarations.compile(folder, Map.of(request.type(), imported.source()))) {
            NetworkFactory network = compiled.network(request.type());
            try (Session session = network.of(imported.weights()).newSession()) {
                session.run(floats(Path.of(stem + ".x")), found);
            }
        }
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            difference = Math.max(difference, Math.abs(found[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return difference / largest;
    }

    private static float[] floats(Path file) throws IOException {
        FloatBuffer values = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] all = new float[values.remaining()];
        values.get(all);
        return all;
    }
}
