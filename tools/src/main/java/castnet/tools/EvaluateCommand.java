package castnet.tools;

import castnet.runtime.CompiledNetwork;
import castnet.runtime.Evaluation;
import castnet.runtime.data.Batches;
import castnet.runtime.data.Datasets;
import castnet.runtime.training.Metrics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code castnet evaluate NETWORK}: loss and accuracy on the test images of a data set. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Loss and accuracy of a network on the test images of a data set.")
final class EvaluateCommand implements Callable<Integer> {
    private static final int BATCH = 100;

    @Mixin
    private NetworkArgument network = new NetworkArgument();

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "Weights (safetensors, a checkpoint, .pth, .npz).")
    private Path weights = Path.of("");

    @Option(names = "--threads", description = "Threads (default: ${DEFAULT-VALUE}).", defaultValue = "1")
    private int threads;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Require.positive("--threads", threads);
        CompiledNetwork compiled = network.load(weights);
        Datasets datasets = data.open(compiled.info());
        Batches batches = Batches.of(
                        datasets.test(), Math.min(BATCH, datasets.test().size()))
                .normalize(data.normalization(datasets))
                .build();
        Metrics metrics = Evaluation.of(compiled, batches, threads);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s on %s: loss %.4f, accuracy %.2f %% (%,d of %,d images)%n",
                compiled.info().name(),
                datasets.name(),
                metrics.loss(),
                100 * metrics.accuracy(),
                metrics.correct(),
                metrics.images());
        out.flush();
        return 0;
    }
}
