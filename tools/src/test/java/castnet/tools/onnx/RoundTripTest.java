package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import castnet.runtime.NetworkFactory;
import castnet.runtime.Session;
import castnet.runtime.weights.Weights;
import castnet.tools.CompiledSpeck;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.format.OnnxWriter;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Imported;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
    @Test
    void aSmallNetworkComesBackAsItWasWritten() throws IOException {
        Imported imported = imported(new CompiledSpeck.Factory(), "Back");
        assertThat(imported.source()).isEqualTo("""
                import castnet.*;

                /** Imported from back.onnx; its weights are in Back.safetensors. */
                @Network(input = @Shape(channels = 3, height = 32, width = 32))
                public interface Back {
                    @Conv(out = 8, kernel = 3, stride = 2) @BatchNorm @Relu Tensor conv1();
                    @GlobalAvgPool                                          Tensor pool();
                    @Linear(out = 10)                                       Tensor fc();
                }
                """);
    }

    @Test
    void everyLayerComputesTheSameAfterTheRoundTrip(@TempDir Path folder) throws IOException {
        NetworkFactory there = new CompiledEveryLayer.Factory();
        Imported imported = imported(there, "Back");
        assertThat(imported.source())
                .contains("@BatchNorm(epsilon = 0.001)\npublic interface Back")
                .contains("@Conv(name = \"stage.0.conv\", out = 8, kernel = 3, groups = 4)")
                .contains("@BatchNorm(name = \"stage.0.norm\", epsilon = 1.0E-5) @Activation(Function.RELU6)")
                .contains("@Conv(out = 8, kernel = {3, 5}, stride = {2, 1}, pad = {0, 1, 2, 3}) @BatchNorm @Relu");
        assertComputesTheSame(folder, there, imported);
    }

    @Test
    void everyPixelGoesTheSameWayAfterTheRoundTrip(@TempDir Path folder) throws IOException {
        NetworkFactory there = new CompiledEveryPixel.Factory();
        Imported imported = imported(there, "Back");
        assertThat(imported.source())
                .contains("@Pad(value = {2, 1}, mode = Pad.Mode.REFLECT) ")
                .contains("@Conv(out = 6, kernel = 3, pad = 0) @Activation(Function.GELU) ")
                .contains("@Pad({0, 1, 2, 0}) ")
                .contains("@MaxPool(kernel = 3, stride = 2, pad = 0) ")
                .contains("@Pad(channels = {1, 3}) ")
                .contains("@MaxPool(kernel = 1, stride = 2) ")
                .contains("@Upsample(scale = 3, mode = Upsample.Mode.BILINEAR) ")
                .contains("@Activation(value = Function.SCALE, alpha = -0.75) ")
                .contains("@Upsample ")
                .contains("@Reshape(channels = 1, height = 1, width = 18) ");
        assertComputesTheSame(folder, there, imported);
    }

    private static void assertComputesTheSame(Path folder, NetworkFactory there, Imported imported) throws IOException {
        try (Declarations compiled = Declarations.compile(folder, Map.of("Back", imported.source()))) {
            NetworkFactory back = compiled.network("Back");
            Weights weights = RandomWeights.of(there, 1);
            assertThat(imported.weights().keys()).containsExactlyInAnyOrderElementsOf(weights.keys());
            float[] expected = run(there, weights);
            float[] found = run(back, imported.weights());
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], offset(1e-5f));
            }
        }
    }

    private static Imported imported(NetworkFactory network, String type) throws IOException {
        byte[] bytes = OnnxWriter.bytes(OnnxExporter.export(network, RandomWeights.of(network, 1)));
        return OnnxImporter.read(OnnxReader.read(bytes), new Request("back.onnx", "", type, null, null));
    }

    private static float[] run(NetworkFactory network, Weights weights) {
        float[] result = new float[network.info().output().elements()];
        try (Session session = network.of(weights).newSession()) {
            session.run(RandomWeights.image(network.info().input().elements(), 7), result);
        }
        return result;
    }
}
