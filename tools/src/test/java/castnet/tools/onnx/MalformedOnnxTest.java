package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.runtime.weights.WeightsException;
import castnet.tools.CompiledSpeck;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxAttribute;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxModel.OnnxGraph;
import castnet.tools.onnx.format.OnnxModel.OnnxValue;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.format.OnnxTensor;
import castnet.tools.onnx.format.OnnxWriter;
import castnet.tools.onnx.importer.OnnxImporter;
import castnet.tools.onnx.importer.OnnxImporter.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are no model: always an error with a reason, or a model after all. */
class MalformedOnnxTest {
    private static final int MUTATIONS = Integer.getInteger("castnet.fuzz", 20_000);

    @Test
    void everyTruncationIsAnError() throws IOException {
        byte[] model = model();
        int refused = 0;
        for (int length = 0; length < model.length; length++) {
            refused += isRefused(Arrays.copyOf(model, length)) ? 1 : 0;
        }
        // The last message, the operators' version, is all that can be missing.
        assertThat(refused).isBetween(model.length - 8, model.length);
    }

    @Test
    void mutationsAreErrorsOrModels() throws IOException {
        byte[] model = model();
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = model.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            refused += isRefused(mutated) ? 1 : 0;
        }
        assertThat(refused).isPositive().isLessThan(MUTATIONS);
    }

    @Test
    void aLengthBeyondTheFileAllocatesNothing() {
        byte[] huge = {0x3a, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
        assertThatThrownBy(() -> OnnxReader.read(huge))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("34359738367 bytes are announced, 0 are left");
    }

    @Test
    void anEndlessNumberIsAnError() {
        byte[] endless = new byte[30];
        Arrays.fill(endless, (byte) 0xff);
        assertThatThrownBy(() -> OnnxReader.read(endless))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("more than 10 bytes");
    }

    /** A graph inside an attribute inside a node inside a graph …: not read, so it cannot be too deep. */
    @Test
    void deepNestingIsPassedOver() {
        byte[] inner = {};
        for (int depth = 0; depth < 2_000; depth++) {
            inner = field(depth % 3 == 0 ? 6 : depth % 3 == 1 ? 5 : 1, inner);
        }
        byte[] deep = field(7, inner);
        assertThat(isRefused(deep)).isTrue();
    }

    @Test
    void aFewBytesCannotAskForGigabytes() {
        OnnxNode bomb = new OnnxNode("ConstantOfShape", "bomb", "", List.of("sizes"), List.of("w"), Map.of());
        OnnxNode conv = new OnnxNode("Conv", "conv", "", List.of("x", "w"), List.of("y"), Map.of());
        OnnxGraph graph = new OnnxGraph(
                "g",
                List.of(bomb, conv),
                Map.of("sizes", OnnxTensor.of(List.of(4L), 1L << 20, 3L, 1L << 10, 1L << 10)),
                List.of(new OnnxValue("x", List.of(1L, 3L, 8L, 8L))),
                List.of(new OnnxValue("y", List.of())));
        assertThatThrownBy(() -> read(new OnnxModel(8, Map.of("", 17L), "", graph)))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("ConstantOfShape bomb");
    }

    @Test
    void everyNodeOutsideTheLanguageIsNamed() {
        OnnxGraph graph = new OnnxGraph(
                "g",
                List.of(
                        new OnnxNode("LSTM", "first", "", List.of("x"), List.of("a"), Map.of()),
                        new OnnxNode("Relu", "fine", "", List.of("a"), List.of("b"), Map.of()),
                        new OnnxNode(
                                "MaxPool",
                                "dilated",
                                "",
                                List.of("x"),
                                List.of("c"),
                                Map.of(
                                        "kernel_shape", new OnnxAttribute.Wholes(List.of(2L, 2L)),
                                        "dilations", new OnnxAttribute.Wholes(List.of(2L, 2L)))),
                        new OnnxNode("Gizmo", "", "com.acme", List.of("b", "c"), List.of("y"), Map.of())),
                Map.of(),
                List.of(new OnnxValue("x", List.of(-1L, 3L, 8L, 8L))),
                List.of(new OnnxValue("y", List.of())));
        assertThatThrownBy(() -> read(new OnnxModel(8, Map.of("", 17L), "", graph)))
                .isInstanceOf(OnnxException.class)
                .hasMessage("""
                        3 of the model's 4 nodes cannot be said in the language:
                          LSTM first: the language has no such operation
                          MaxPool dilated: the language's pools have no dilation
                          Gizmo (→ y): the language has no such operation (of the domain com.acme)""");
    }

    private static void read(OnnxModel model) throws OnnxException {
        OnnxImporter.read(model, new Request("m.onnx", "", "M", null, null));
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            read(OnnxReader.read(bytes));
            return false;
        } catch (OnnxException | WeightsException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        }
    }

    private static byte[] field(int number, byte[] content) {
        byte[] all = new byte[content.length + 6];
        all[0] = (byte) (number << 3 | 2);
        int rest = content.length;
        for (int i = 1; i < 6; i++) {
            all[i] = (byte) ((rest & 0x7f) | (i < 5 ? 0x80 : 0));
            rest >>>= 7;
        }
        System.arraycopy(content, 0, all, 6, content.length);
        return all;
    }

    private static byte[] model() throws IOException {
        return OnnxWriter.bytes(
                OnnxExporter.export(new CompiledSpeck.Factory(), RandomWeights.of(new CompiledSpeck.Factory(), 1)));
    }
}
