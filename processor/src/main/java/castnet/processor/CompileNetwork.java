package castnet.processor;

import castnet.processor.declaration.BlockDeclaration;
import castnet.processor.declaration.ErroneousSource;
import castnet.processor.declaration.GraphLowering;
import castnet.processor.declaration.NetworkDeclaration;
import castnet.processor.declaration.NetworkReader;
import castnet.processor.emit.CudaEmitter;
import castnet.processor.emit.GeneratedFile;
import castnet.processor.emit.NetworkEmitter;
import castnet.processor.emit.Target;
import castnet.processor.emit.WiringEmitter;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.Graph;
import castnet.processor.pass.analysis.UnreadActivations;
import castnet.processor.plan.PlanOptions;
import castnet.processor.plan.PlanResult;
import castnet.processor.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** One network from its interface to its files: read, lower, plan, emit; ends at the first stage that finds errors. */
final class CompileNetwork {
    private final Elements elements;
    private final NetworkReader reader;
    private final MessagerReporter reporter;
    private final NetworkWriter writer;
    private final Options options;

    CompileNetwork(ProcessingEnvironment environment, Options options) {
        this.elements = environment.getElementUtils();
        this.reader = new NetworkReader(elements);
        this.reporter = new MessagerReporter(environment.getMessager(), options);
        this.writer = new NetworkWriter(environment);
        this.options = options;
    }

    /**
     * Compiles a network and, if it declares a sweep, all of its points; checks a block. Never throws.
     *
     * @return false if the source is not complete yet, so that a later round may do better
     */
    boolean compile(TypeElement type) {
        Findings findings = new Findings();
        String stage = "reading";
        try {
            if (NetworkReader.isBlock(type)) {
                compileBlock(type, findings);
            } else {
                NetworkDeclaration network = reader.read(type, findings);
                if (network != null) {
                    stage = "compiling";
                    compile(type, network, findings);
                }
            }
        } catch (ErroneousSource incomplete) {
            return false;
        } catch (RuntimeException | StackOverflowError failure) {
            findings.add(FindingId.INTERNAL, Origin.NONE, stage, type.getQualifiedName(), describe(failure));
        }
        findings.all().forEach(finding -> reporter.report(type, finding));
        return true;
    }

    /** Checks a block by itself and keeps the names that its class file forgets. */
    private void compileBlock(TypeElement type, Findings findings) {
        BlockDeclaration block = reader.readBlock(type, findings);
        if (!block.broken() && !block.wiring().isEmpty()) {
            String inPackage = elements.getPackageOf(type).getQualifiedName().toString();
            GeneratedFile file = WiringEmitter.emit(inPackage, block.body(), block.wiring());
            if (!writer.write(type, file)) {
                findings.add(FindingId.NAME_TAKEN, Origin.NONE, file.name(), block.name());
            }
        }
    }

    private void compile(TypeElement type, NetworkDeclaration network, Findings findings) {
        List<GeneratedFile> files = new ArrayList<>();
        Target own = target(type, network, network, true, findings);
        if (own != null) {
            files.addAll(emit(own));
            if (options.report()) {
                files.add(NetworkEmitter.report(own));
            }
        }
        if (!network.sweep().isEmpty() && findings.isClean()) {
            SweepPoints points = new SweepPoints(
                    network,
                    (variant, emitted, ofVariant) -> target(type, network, variant, emitted, ofVariant),
                    this::emit);
            files.addAll(points.compile(findings));
        }
        for (GeneratedFile file : findings.isClean() ? files : List.<GeneratedFile>of()) {
            if (!writer.write(type, file)) {
                findings.add(FindingId.NAME_TAKEN, network.origin(), file.name(), network.name());
            } else if (options.cuda() == Options.Cuda.FATBIN && file.name().endsWith(CudaEmitter.EXTENSION)) {
                compileForGpu(type, file);
            }
        }
    }

    private List<GeneratedFile> emit(Target target) {
        List<GeneratedFile> files = new ArrayList<>(NetworkEmitter.emit(target));
        if (options.cuda() != Options.Cuda.FALSE) {
            files.addAll(CudaEmitter.emit(target, options.arithmetic()));
        }
        return files;
    }

    /** Writes the machine code beside the CUDA C; without a compiler says so, and the driver compiles at run time. */
    private void compileForGpu(TypeElement type, GeneratedFile source) {
        String name = source.name().replace(CudaEmitter.EXTENSION, ".fatbin");
        byte[] code = Nvcc.fatbin(source.text());
        if (code == null) {
            reporter.note(type, name + " is not written: there is no nvcc on the path");
        } else {
            writer.write(type, source.packageName(), name, code);
        }
    }

    /** The plan of a network, or null if there are errors. {@code emitted}: whether it is written and told of. */
    private @Nullable Target target(
            TypeElement type,
            NetworkDeclaration declared,
            NetworkDeclaration network,
            boolean emitted,
            Findings findings) {
        Graph graph = GraphLowering.lower(network, findings);
        if (graph == null) {
            return null;
        }
        UnreadActivations.find(graph).forEach(findings::add);
        PlanOptions decided = new PlanOptions(network.skipUnread(), network.winograd());
        Consumer<String> dumps = emitted ? dump -> note(type, dump) : dump -> {};
        return switch (Planner.plan(graph, decided, dumps)) {
            case PlanResult.TooLarge tooLarge -> {
                findings.add(FindingId.TOO_LARGE, declared.origin(), tooLarge.reason());
                yield null;
            }
            case PlanResult.Planned planned -> {
                Target target = new Target(
                        network.packageName(),
                        network.name(),
                        network.binaryName(),
                        network.isPublic(),
                        network.wiring(),
                        graph,
                        planned.plan());
                if (emitted && options.summary()) {
                    reporter.note(type, NetworkEmitter.summary(target));
                }
                yield target;
            }
        };
    }

    /** Prints what a pass did if it was asked for; the text begins with {@code after <pass>:} or {@code before all passes:}. */
    private void note(TypeElement type, String dump) {
        String stage = dump.substring(0, Math.max(0, dump.indexOf(':')));
        if (options.isDumped(stage)) {
            reporter.note(type, dump);
        }
    }

    private static String describe(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length == 0 ? failure.toString() : failure + " at " + trace[0];
    }
}
