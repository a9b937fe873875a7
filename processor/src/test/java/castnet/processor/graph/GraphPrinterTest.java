package castnet.processor.graph;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.reference.NetBuilder;
import org.junit.jupiter.api.Test;

class GraphPrinterTest {
    @Test
    void oneLinePerNode() {
        NetBuilder b = new NetBuilder("Tiny", 3, 8, 8);
        Value x = b.convNormRelu("conv1", "bn1", b.input(), 4, 3, 2);
        x = b.add("gap", new Op.GlobalAvgPool(), x);
        assertThat(GraphPrinter.print(b.build(b.linear("fc", x, 10)))).isEqualTo("""
                        graph Tiny(%0 input 3×8×8) -> %5
                          %1:4×4×4 = 3×3 convolution, stride 2, padding 1(%0) "conv1" {conv1.weight}
                          %2:4×4×4 = batch norm(%1) "bn1" {bn1.weight, bn1.bias, bn1.running_mean, bn1.running_var}
                          %3:4×4×4 = ReLU(%2) "bn1.relu"
                          %4:4×1×1 = global average pool(%3) "gap"
                          %5:10×1×1 = fully connected, 10(%4) "fc" {fc.weight, fc.bias}
                        """);
    }
}
