package castnet.processor.plan;

import castnet.processor.graph.Graph;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.pass.rewrite.DeadWorkRemoval;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** From a declared graph to everything that is generated for it. */
public final class Planner {
    private Planner() {}

    /** Plans inference and training. */
    public static PlanResult plan(Graph declared) {
        return plan(declared, PlanOptions.DEFAULT, dump -> {});
    }

    /**
     * Plans inference and training.
     *
     * @param dump receives the graph as text after each pass that changed it, and what the pass decided
     */
    public static PlanResult plan(Graph declared, PlanOptions options, Consumer<String> dump) {
        Optional<String> problem = TrainingArrays.problem(declared);
        if (problem.isPresent()) {
            return new PlanResult.TooLarge(problem.get());
        }
        RewriteLog log = new RewriteLog();
        Pipeline pipeline = options.skipUnread()
                ? Pipeline.inference()
                : Pipeline.inference().without(DeadWorkRemoval.class);
        Graph inferenceGraph = pipeline.run(declared, log, dump);
        return switch (ProgramPlanner.inference(inferenceGraph, KernelSelector.inference(inferenceGraph, options))) {
            case ProgramResult.TooLarge large -> new PlanResult.TooLarge(large.reason());
            case ProgramResult.Fits inference ->
                withTraining(declared, new Inference(inferenceGraph, inference.program()), options, log, dump);
        };
    }

    /** What inference computes, and its program. */
    private record Inference(Graph graph, Program program) {}

    private static PlanResult withTraining(
            Graph declared, Inference inference, PlanOptions options, RewriteLog log, Consumer<String> dump) {
        if (declared.output().shape().pixels() > 1) {
            return planned(declared, inference, null, log);
        }
        RewriteLog trainingLog = new RewriteLog();
        Graph trainingGraph = Pipeline.training().run(declared, trainingLog, dump);
        return switch (ProgramPlanner.training(
                trainingGraph, TrainingArrays.of(declared), KernelSelector.training(options))) {
            case ProgramResult.TooLarge large -> new PlanResult.TooLarge(large.reason());
            case ProgramResult.Fits training -> planned(declared, inference, training.program(), log.then(trainingLog));
        };
    }

    private static PlanResult planned(Graph declared, Inference inference, @Nullable Program training, RewriteLog log) {
        Summary summary = SummaryBuilder.build(declared, inference.graph(), inference.program(), training, log);
        return new PlanResult.Planned(
                new ExecutionPlan(inference.program(), training, declared.parameters(), summary, log));
    }
}
