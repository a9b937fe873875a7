package castnet.processor.plan;

import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.ReceptiveField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network costs.
 *
 * @param network its simple name
 * @param input shape of one image
 * @param output shape of the result
 * @param layers the graph as declared, one entry per node in its order
 * @param parameters trained parameters
 * @param buffers running statistics
 * @param macs multiply-adds of convolutions and fully connected layers for one image
 * @param inferenceMacs those that inference computes, after all rewrites
 * @param shareRead share of all activations (the input and every declared node's output, by elements) that the result depends on
 * @param memory what runs need
 * @param savings rewrites of inference that save multiply-adds
 * @param steps what inference computes, in order
 */
public record Summary(
        String network,
        TensorShape input,
        TensorShape output,
        List<Layer> layers,
        long parameters,
        long buffers,
        long macs,
        long inferenceMacs,
        double shareRead,
        Memory memory,
        List<RewriteLog.Entry> savings,
        List<ComputedStep> steps) {
    public Summary {
        layers = List.copyOf(layers);
        savings = List.copyOf(savings);
        steps = List.copyOf(steps);
    }

    /**
     * One step of the inference program.
     *
     * @param name the layer that it computes, with what was fused into it
     * @param macs multiply-adds for one image
     * @param bytes what it must at least read and write for one image: inputs, output and parameters, each once, four bytes each
     * @param kernel what computes it
     */
    public record ComputedStep(String name, long macs, long bytes, String kernel) {}

    /**
     * One node of the declared graph.
     *
     * @param name the layer's name
     * @param op what it does, e.g. {@code 3×3 convolution, stride 2, padding 1}
     * @param inputs names of the nodes that it reads; the network's input by its own name
     * @param input shape of its first input
     * @param output shape of its result
     * @param parameters trained parameters of its own
     * @param macs multiply-adds for one image
     * @param shareRead share of its input's pixels that it reads, from 0 to 1
     * @param shareNeeded share of its own output that the network's result depends on
     * @param unreadMacs multiply-adds for the rest
     * @param field what an element in its middle sees of the network's input
     * @param kernel what computes it in inference: a kernel, {@code in <layer>} where it was fused into another, or {@code –}
     *     where nothing is left to do
     * @param window how it slides over its input, null where it does not
     */
    public record Layer(
            String name,
            String op,
            List<String> inputs,
            TensorShape input,
            TensorShape output,
            long parameters,
            long macs,
            double shareRead,
            double shareNeeded,
            long unreadMacs,
            ReceptiveField field,
            String kernel,
            @Nullable Window window) {
        public Layer {
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * Floats.
     *
     * @param inference arena of one image
     * @param inferenceLowerBound what the best possible plan would need
     * @param training arena per image of a batch; 0 if the network cannot be trained
     * @param trainingLowerBound what the best possible plan would need
     */
    public record Memory(long inference, long inferenceLowerBound, long training, long trainingLowerBound) {}
}
