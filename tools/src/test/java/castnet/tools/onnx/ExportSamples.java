package castnet.tools.onnx;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkRegistry;
import castnet.runtime.Session;
import castnet.runtime.weights.Weights;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ExportSamples DIR NETWORK...}: writes each network as ONNX with random weights, beside two images and Castnet's results
 * on them, for {@code check_onnx_export.py}.
 */
final class ExportSamples {
    private static final int IMAGES = 2;

    private ExportSamples() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (String name : List.of(arguments).subList(1, arguments.length)) {
            NetworkFactory network = NetworkRegistry.load().find(name);
            Weights weights = RandomWeights.of(network, 1);
            OnnxWriter.write(OnnxExporter.export(network, weights), folder.resolve(name + ".onnx"));
            int in = network.info().input().elements();
            int out = network.info().output().elements();
            float[] images = new float[IMAGES * in];
            float[] results = new float[IMAGES * out];
            try (Session session = network.of(weights).newSession()) {
                for (int i = 0; i < IMAGES; i++) {
                    float[] image = RandomWeights.image(in, i);
                    float[] result = new float[out];
                    session.run(image, result);
                    System.arraycopy(image, 0, images, i * in, in);
                    System.arraycopy(result, 0, results, i * out, out);
                }
            }
            write(folder.resolve(name + ".input.f32"), images);
            write(folder.resolve(name + ".output.f32"), results);
        }
    }

    private static void write(Path file, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Files.write(file, bytes.array());
    }
}
