package castnet.processor.emit;

import castnet.processor.graph.Graph;
import castnet.processor.plan.ExecutionPlan;
import java.util.List;

/**
 * What is to be emitted.
 *
 * @param packageName package of the declaration and of everything generated for it
 * @param network name of the network: the declaration's, nesting classes joined by {@code _}, for a point of a sweep followed by its values
 * @param declaration binary name under which tools know the network
 * @param isPublic whether the declaration is public
 * @param wiring which layers each layer reads, for variants in other jars: {@code join=left,right}
 * @param declared the graph as declared
 * @param plan what to print
 */
public record Target(
        String packageName,
        String network,
        String declaration,
        boolean isPublic,
        List<String> wiring,
        Graph declared,
        ExecutionPlan plan) {
    public Target {
        wiring = List.copyOf(wiring);
    }

    /** Simple name of the generated class. */
    public String className() {
        return "Compiled" + network;
    }

    /** File name of the summary, beside the class. */
    String summaryName(String extension) {
        return className() + ".summary." + extension;
    }
}
