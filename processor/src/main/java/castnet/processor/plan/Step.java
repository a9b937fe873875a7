package castnet.processor.plan;

import java.util.List;

/**
 * One layer's work in a program: becomes a method of the generated class, in the order of the plan.
 *
 * @param name the layer's name as in the graph ({@code layer1.0.conv2}); unique within a program; the emitter makes a Java name of it
 * @param comment what the method does: op, shapes, MACs, kernel
 * @param calls in order; independent of the barrier between steps
 * @param barrier whether the team meets before the next step (false where the next step reads nothing of this one's slice)
 */
public record Step(String name, String comment, List<Stage> calls, boolean barrier) {
    public Step {
        calls = List.copyOf(calls);
    }

    /** A kernel call within a step, and whether the team meets before the next call of the same step. */
    public record Stage(KernelCall call, boolean barrierAfter) {}
}
