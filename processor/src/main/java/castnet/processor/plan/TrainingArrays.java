package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.graph.OpText;
import castnet.processor.graph.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flat arrays of training: trained parameters one after the other, running statistics likewise, both in the order of the
 * declaration.
 */
record TrainingArrays(List<Parameter> trained, List<Parameter> buffers, Map<String, Integer> offsets) {
    static final TrainingArrays NONE = new TrainingArrays(List.of(), List.of(), Map.of());

    /** The arrays of a declared graph; {@link #problem} says first whether there can be any. */
    static TrainingArrays of(Graph declared) {
        List<Parameter> trained = new ArrayList<>();
        List<Parameter> buffers = new ArrayList<>();
        Map<String, Integer> offsets = new HashMap<>();
        int trainedEnd = 0;
        int buffersEnd = 0;
        for (Parameter p : declared.parameters()) {
            if (p.role().isTrained()) {
                trained.add(p);
                offsets.put(p.key(), trainedEnd);
                trainedEnd += (int) p.elements();
            } else {
                buffers.add(p);
                offsets.put(p.key(), buffersEnd);
                buffersEnd += (int) p.elements();
            }
        }
        return new TrainingArrays(trained, buffers, offsets);
    }

    /** Why a graph's parameters do not fit one array, if they do not. */
    static Optional<String> problem(Graph declared) {
        long all = declared.parameters().stream().mapToLong(Parameter::elements).sum();
        return all <= ProgramPlanner.MOST_FLOATS
                ? Optional.empty()
                : Optional.of("%s parameters are more than the %s of a Java array"
                        .formatted(OpText.count(all), OpText.count(ProgramPlanner.MOST_FLOATS)));
    }

    /** Offset of a parameter or a running statistic in its array. */
    int offset(Parameter parameter) {
        Integer offset = offsets.get(parameter.key());
        if (offset == null) {
            throw new IllegalArgumentException(parameter.key() + " is no parameter of this network");
        }
        return offset;
    }
}
