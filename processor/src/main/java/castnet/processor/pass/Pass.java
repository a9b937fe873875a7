package castnet.processor.pass;

import castnet.processor.graph.Graph;

/** One transformation of a graph. A pass that cannot prove its condition leaves the graph as it is and says so in the log. */
public interface Pass {
    /** For dumps and the log. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** The graph after the pass: the same object if nothing changed. */
    Graph apply(Graph graph, RewriteLog log);
}
