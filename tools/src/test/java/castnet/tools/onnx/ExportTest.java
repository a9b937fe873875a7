package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import castnet.examples.cifar.CompiledCifarResNet20;
import castnet.examples.segment.CompiledHeatMap;
import castnet.runtime.NetworkFactory;
import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import castnet.tools.CompiledSpeck;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxReader;
import castnet.tools.onnx.format.OnnxTensor;
import castnet.tools.onnx.format.OnnxWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExportTest {
    @Test
    void nodesFollowTheDeclaration() throws IOException {
        OnnxModel model = OnnxExporter.export(new CompiledSpeck.Factory(), weights());
        assertThat(model.opsets()).containsExactly(Map.entry("", 17L));
        assertThat(model.graph().nodes().stream().map(OnnxNode::op))
                .containsExactly("Conv", "BatchNormalization", "Relu", "GlobalAveragePool", "Flatten", "Gemm");
        assertThat(model.graph().inputs().getFirst().dimensions()).containsExactly(-1L, 3L, 32L, 32L);
        assertThat(model.graph().outputs().getFirst().dimensions()).containsExactly(-1L, 10L);
        assertThat(model.graph().nodes().getFirst().integers("pads", List.of())).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void aMapIsUpsampledAndPaddedAsDeclared() throws IOException {
        NetworkFactory network = new CompiledHeatMap.Factory();
        OnnxModel model = OnnxExporter.export(network, RandomWeights.of(network, 1));
        List<OnnxNode> nodes = model.graph().nodes();
        // 21×19 halves to 10×9 and 5×4: one column is padded going up to 9, then one row and one column.
        assertThat(nodes.stream().map(OnnxNode::op).filter(Set.of("Resize", "Pad", "Concat")::contains))
                .containsExactly("Resize", "Pad", "Concat", "Resize", "Pad", "Pad", "Concat");
        OnnxNode pad = nodes.stream()
                .filter(node -> node.op().equals("Pad"))
                .findFirst()
                .orElseThrow();
        OnnxTensor pads = Objects.requireNonNull(model.graph().initializers().get(pad.input(1)));
        assertThat(pads.integers()).containsExactly(0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(nodes.getLast().op()).isEqualTo("Flatten");
    }

    @Test
    void weightsLieInsideUnderTheirKeys() throws IOException {
        Weights weights = weights();
        OnnxModel model = OnnxExporter.export(new CompiledSpeck.Factory(), weights);
        for (String key : weights.keys()) {
            OnnxTensor tensor = model.graph().initializers().get(key);
            assertThat(tensor == null ? null : tensor.floats()).as(key).isEqualTo(weights.values(key));
        }
    }

    @Test
    void whatIsWrittenIsWhatIsRead() throws IOException {
        OnnxModel model = OnnxExporter.export(
                new CompiledCifarResNet20.Factory(), RandomWeights.of(new CompiledCifarResNet20.Factory(), 3));
        byte[] bytes = OnnxWriter.bytes(model);
        OnnxModel again = OnnxReader.read(bytes);
        assertThat(again.graph().nodes()).isEqualTo(model.graph().nodes());
        assertThat(again.graph().inputs()).isEqualTo(model.graph().inputs());
        assertThat(OnnxWriter.bytes(again)).isEqualTo(bytes);
    }

    @Test
    void weightsOfAnotherNetworkAreRefused() {
        Weights none = Weights.builder().build();
        assertThatThrownBy(() -> OnnxExporter.export(new CompiledSpeck.Factory(), none))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("conv1.weight");
    }

    private static Weights weights() {
        return RandomWeights.of(new CompiledSpeck.Factory(), 1);
    }
}
