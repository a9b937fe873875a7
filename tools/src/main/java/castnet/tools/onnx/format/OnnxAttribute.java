package castnet.tools.onnx.format;

import java.util.List;

/** Value of an attribute; kinds that no supported operator has are {@link Other}. */
public sealed interface OnnxAttribute {
    record Whole(long value) implements OnnxAttribute {}

    record Real(float value) implements OnnxAttribute {}

    record Text(String value) implements OnnxAttribute {}

    record Wholes(List<Long> values) implements OnnxAttribute {
        public Wholes {
            values = List.copyOf(values);
        }
    }

    record Numbers(List<Float> values) implements OnnxAttribute {
        public Numbers {
            values = List.copyOf(values);
        }
    }

    record Tensor(OnnxTensor value) implements OnnxAttribute {}

    record Other() implements OnnxAttribute {}
}
