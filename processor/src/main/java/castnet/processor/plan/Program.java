package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Parameter;
import java.util.List;

/**
 * A program as it will be printed, for inference (one image) or for training (n images).
 *
 * @param graph the graph that it computes, after all passes
 * @param input layout of the network's input, at {@code inputOffset} of the arena
 * @param output layout of the network's output, at {@code outputOffset} of the arena
 * @param fields arrays of the generated class
 * @param pack training only: packs the parameters, once per step
 * @param forward inference, or the forward half of training up to and including the loss
 * @param backward training only
 * @param trained training only: the trained parameters in the order of the flat array
 * @param buffers training only: running statistics in the order of the flat array
 * @param memory what the arena needs
 */
public record Program(
        Graph graph,
        Geometry.LayoutSpec input,
        int inputOffset,
        Geometry.LayoutSpec output,
        int outputOffset,
        List<ArrayField> fields,
        List<Step> pack,
        List<Step> forward,
        List<Step> backward,
        List<Parameter> trained,
        List<Parameter> buffers,
        Memory memory) {
    public Program {
        fields = List.copyOf(fields);
        pack = List.copyOf(pack);
        forward = List.copyOf(forward);
        backward = List.copyOf(backward);
        trained = List.copyOf(trained);
        buffers = List.copyOf(buffers);
    }

    /**
     * Memory of a program, in floats (per image for training).
     *
     * @param arenaFloats size of the arena that the plan reached
     * @param lowerBound the largest sum of values alive at one step: no plan can need less
     * @param sumOfValues what the values would need without reuse
     * @param scratchFloats scratch of one worker
     */
    public record Memory(int arenaFloats, long lowerBound, long sumOfValues, int scratchFloats) {}
}
