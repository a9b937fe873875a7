package castnet.processor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.declaration.GraphLowering;
import castnet.processor.declaration.NetworkDeclaration;
import castnet.processor.declaration.NetworkReader;
import castnet.processor.declaration.SweepPoint;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphVerifier;
import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;

/** Graphs of declared networks: reads and lowers them within javac, and generates nothing. */
public final class Declared {
    private Declared() {}

    /** Graphs of all networks in these sources and of all points of their sweeps, by name; there must be no finding. */
    public static Map<String, Graph> graphs(String... types) {
        Lowering lowering = new Lowering();
        Compilation compilation = Compiler.javac()
                .withOptions("-Xlint:-processing")
                .withProcessors(lowering)
                .compile(Arrays.stream(types).map(Compiled::file).toArray(JavaFileObject[]::new));
        assertThat(compilation.errors()).isEmpty();
        return lowering.graphs;
    }

    /** The graph of {@code Net}, the last of these sources. */
    public static Graph graph(String... types) {
        return requireNonNull(graphs(types).get("Net"));
    }

    private static final class Lowering extends AbstractProcessor {
        private final Map<String, Graph> graphs = new LinkedHashMap<>();

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("castnet.*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            NetworkReader reader = new NetworkReader(processingEnv.getElementUtils());
            for (TypeElement type : CastnetProcessor.Networks.of(annotations, round)) {
                Findings findings = new Findings();
                NetworkDeclaration read = reader.read(type, findings);
                assertThat(findings.all()).isEmpty();
                NetworkDeclaration network = requireNonNull(read);
                lower(network, findings);
                for (SweepPoint point : network.sweep()) {
                    lower(network.at(point, findings), findings);
                }
            }
            return false;
        }

        private void lower(NetworkDeclaration network, Findings findings) {
            Graph lowered = GraphLowering.lower(network, findings);
            // Published networks have biases before batch norms; the warning itself is tested elsewhere.
            assertThat(findings.all()).allMatch(finding -> finding.id() == FindingId.REDUNDANT_BIAS);
            Graph graph = requireNonNull(lowered);
            assertThat(GraphVerifier.problems(graph)).isEmpty();
            graphs.put(network.name(), graph);
        }
    }
}
