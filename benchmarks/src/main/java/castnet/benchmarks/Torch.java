package castnet.benchmarks;

import castnet.tools.onnx.exporter.OnnxExporter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch, op by op in channels_last: inference, or a training step with its own autograd and SGD. */
final class Torch implements Contender {
    private final PointerScope scope = new PointerScope();
    private final boolean training;
    private final TorchGraph graph;
    private final Tensor images;
    private final Tensor labels;
    private final SGD optimizer;
    private float[] result = {};

    Torch(Work work, int threads) throws IOException {
        torch.set_num_threads(threads);
        training = work.training();
        graph = new TorchGraph(OnnxExporter.export(work.factory(), work.weights()));
        images = Tensor.create(work.images(), work.inputShape()).contiguous(torch.MemoryFormat.ChannelsLast);
        labels = Tensor.create(Arrays.stream(work.labels()).asLongStream().toArray(), work.batch());
        if (training) {
            graph.trained().forEach(tensor -> tensor.set_requires_grad(true));
        }
        SGDOptions options = new SGDOptions(CastnetTraining.RATE);
        options.momentum().put(CastnetTraining.MOMENTUM);
        optimizer = new SGD(new TensorVector(graph.trained().toArray(Tensor[]::new)), options);
    }

    @Override
    public String name() {
        return "libtorch 2.10";
    }

    @Override
    public void call() {
        if (training) {
            step();
        } else {
            infer();
        }
    }

    private void infer() {
        try (InferenceMode _ = new InferenceMode();
                PointerScope _ = new PointerScope()) {
            result = read(graph.forward(images, false));
        }
    }

    private void step() {
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad();
            Tensor loss = torch.cross_entropy_loss(graph.forward(images, true), labels);
            loss.backward();
            optimizer.step();
            result = new float[] {loss.item_float()};
        }
    }

    private static float[] read(Tensor tensor) {
        FloatBuffer buffer = tensor.contiguous().createBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    @Override
    public float[] result() {
        return result;
    }

    @Override
    public void close() {
        scope.close();
    }
}
