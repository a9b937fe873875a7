package castnet.processor.plan;

import castnet.processor.graph.Value;
import castnet.processor.plan.Geometry.LayoutSpec;
import java.util.Map;

/**
 * Where everything lies, once memory is planned.
 *
 * @param buffers layouts of the values
 * @param offsets of the buffers
 * @param temporaries offset of the memory that a step (by its number) needs only for itself
 */
record Arena(Buffers buffers, Map<Buffers.Buffer, Integer> offsets, Map<Integer, Integer> temporaries) {

    /** Layout of a value. */
    LayoutSpec layout(Value value) {
        return buffers.of(value).layout();
    }

    /** Offset of a value. */
    int offset(Value value) {
        return offsets.getOrDefault(buffers.of(value), 0);
    }

    /** Offset of a step's temporary memory. */
    int temporary(int step) {
        return temporaries.getOrDefault(step, 0);
    }
}
