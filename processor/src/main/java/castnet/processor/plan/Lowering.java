package castnet.processor.plan;

import castnet.processor.graph.Node;
import castnet.processor.plan.Step.Stage;
import java.util.List;

/** Turns nodes into kernel calls, once memory is planned, and collects what the generated class must hold for them. */
interface Lowering {
    /** The calls of the graph's node number {@code step}; asked once for each node, in order. */
    List<Stage> stages(Node node, int step);

    /** Arrays of the nodes so far. */
    List<ArrayField> fields();

    /** What packs the parameters for the nodes so far, once per training step; empty in inference. */
    List<Step> pack();

    /** Scratch memory that the nodes so far need, for one worker. */
    long scratchFloats();
}
