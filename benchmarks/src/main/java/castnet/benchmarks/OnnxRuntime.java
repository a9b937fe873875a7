package castnet.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import castnet.tools.onnx.exporter.OnnxExporter;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime with all of its optimisations, its tensors made once and kept: its best. With {@code arrays}, from an array to an
 * array with each call, as its users in Java begin and as Castnet always does.
 */
final class OnnxRuntime implements Contender {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final boolean arrays;
    private final long[] shape;
    private final float[] images;
    private final float[] outputs;
    private final FloatBuffer kept;
    private final String outputName;
    private final OnnxTensor input;
    private final OnnxTensor output;

    OnnxRuntime(Work work, int threads, boolean arrays) throws OrtException, IOException {
        this.arrays = arrays;
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        OnnxModel model = OnnxExporter.export(work.factory(), work.weights());
        session = environment.createSession(OnnxWriter.bytes(model), options);
        outputName = model.graph().outputs().getFirst().name();
        shape = work.inputShape();
        images = work.images();
        int classes = work.factory().info().output().elements();
        outputs = new float[work.batch() * classes];
        FloatBuffer in = direct(images.length);
        in.put(images).flip();
        input = OnnxTensor.createTensor(environment, in, shape);
        kept = direct(outputs.length);
        output = OnnxTensor.createTensor(environment, kept, new long[] {work.batch(), classes});
    }

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Float.BYTES * floats)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public String name() {
        return "ONNX Runtime " + environment.getVersion() + (arrays ? ", arrays" : "");
    }

    @Override
    public void call() throws OrtException {
        if (!arrays) {
            session.run(Map.of("input", input), Set.of(), Map.of(outputName, output))
                    .close();
            return;
        }
        try (OnnxTensor in = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
                OrtSession.Result result = session.run(Map.of("input", in))) {
            int next = 0;
            for (float[] row : (float[][]) result.get(0).getValue()) {
                System.arraycopy(row, 0, outputs, next, row.length);
                next += row.length;
            }
        }
    }

    @Override
    public float[] result() {
        if (!arrays) {
            kept.get(0, outputs);
        }
        return outputs;
    }

    @Override
    public void close() throws OrtException {
        input.close();
        output.close();
        session.close();
    }
}
