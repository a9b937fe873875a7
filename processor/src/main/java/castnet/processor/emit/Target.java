package castnet.processor.emit;

import castnet.processor.graph.Graph;
import castnet.processor.plan.ExecutionPlan;

/**
 * What is to be emitted.
 *
 * @param packageName package of the declaration and of everything generated for it
 * @param network name of the network: the declaration's, nesting classes joined by {@code _}, for a point of a sweep followed by its values
 * @param declaration binary name under which tools know the network
 * @param isPublic whether the declaration is public
 * @param declared the graph as declared
 * @param plan what to print
 */
public record Target(
        String packageName, String network, String declaration, boolean isPublic, Graph declared, ExecutionPlan plan) {

    /** Simple name of the generated class. */
    public String className() {
        return "Compiled" + network;
    }

    /** File name of the summary, beside the class. */
    String summaryName(String extension) {
        return className() + ".summary." + extension;
    }
}
