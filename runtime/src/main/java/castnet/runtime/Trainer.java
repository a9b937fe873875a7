package castnet.runtime;

import castnet.runtime.memory.Program;
import castnet.runtime.optimizer.OptimizerState;
import castnet.runtime.thread.ThreadTeam;
import castnet.runtime.training.Checkpoint;
import castnet.runtime.training.CheckpointException;
import castnet.runtime.training.Metrics;
import castnet.runtime.training.ParameterArrays;
import castnet.runtime.training.Position;
import castnet.runtime.training.Step;
import castnet.runtime.training.StepRunner;
import castnet.runtime.training.TrainingProgram;
import castnet.runtime.weights.Weights;
import castnet.runtime.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a network step by step. Owns parameters, memory and threads. The same seed, data and settings give the same bits,
 * whatever the number of threads, and whether or not the training was interrupted, saved and restored on the way.
 *
 * <p>For one thread at a time. {@link TrainingLoop} does epochs, evaluation and checkpoints around it.
 */
public final class Trainer implements AutoCloseable {
    private final TrainerConfig config;
    private final NetworkFactory factory;
    private final ParameterArrays arrays;
    private final OptimizerState optimizer;
    private final ThreadTeam team;
    private final StepRunner runner;
    private Position position = Position.START;

    /**
     * A trainer with initial weights; generated code calls this.
     *
     * @param program forward and backward, for this trainer alone
     * @param factory of the network that is trained
     */
    public Trainer(TrainerConfig config, TrainingProgram program, NetworkFactory factory) {
        this.config = config;
        this.factory = factory;
        requireVector(factory.info());
        Program memory = program.program();
        float[] arena = new float[memory.arenaFloats(config.batch())];
        arrays = new ParameterArrays(factory.info().parameters());
        arrays.load(Weights.initialize(factory.info().parameters(), config.seed()));
        optimizer = new OptimizerState(config.optimizer(), arrays.decayRanges(config.decay()), config.threads());
        Step step = new Step(arena, arrays, config.batch(), config.labelSmoothing(), config.seed());
        team = new ThreadTeam(config.threads(), memory.scratchFloats());
        runner = new StepRunner(program, step, arrays, optimizer, team);
    }

    /** Name, shapes and parameters of the network. */
    public NetworkInfo info() {
        return factory.info();
    }

    /** The settings. */
    public TrainerConfig config() {
        return config;
    }

    /**
     * One update.
     *
     * @param images {@code n} images NCHW, one after the other; the array may be longer
     * @param labels their classes, from 0; the array may be longer
     * @param n from 1 to the configured batch
     * @return loss and accuracy of these images before the update
     * @throws IllegalArgumentException if an array is too short, or a label is no class
     * @throws castnet.runtime.training.DivergenceException if loss or gradients are not finite; nothing was changed
     */
    public Metrics step(float[] images, int[] labels, int n) {
        requireValid(images, labels, n);
        Metrics metrics = runner.run(images, labels, n, position, learningRate());
        position = position.afterStep(metrics);
        return metrics;
    }

    /** Learning rate of the next step. */
    public double learningRate() {
        return config.schedule().rate(position.step());
    }

    /** How far the training has come. */
    public Position position() {
        return position;
    }

    /** Ends the current epoch and returns its metrics. */
    public Metrics endEpoch() {
        Metrics metrics = position.metrics();
        position = position.afterEpoch();
        return metrics;
    }

    /** A copy of parameters and running statistics. */
    public Weights weights() {
        return arrays.weights();
    }

    /**
     * Starts from other weights, e.g. published ones; only before the first step.
     *
     * @throws WeightsException if they do not fit; nothing was changed
     */
    public void load(Weights weights) {
        if (position.step() > 0) {
            throw new IllegalStateException(
                    "weights can be loaded before the first step only, found step " + position.step());
        }
        weights.requireMatch(info().name(), info().parameters());
        arrays.load(weights);
    }

    /** The network as it is now, for inference; training on does not change it. */
    public CompiledNetwork network() {
        return factory.of(weights());
    }

    /** Writes a checkpoint; a file of that name is replaced only once the new one is complete. */
    public void save(Path file) throws IOException {
        List<String> names = config.optimizer().memory();
        Map<String, float[]> memory = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            memory.put(names.get(i), optimizer.memory(i));
        }
        new Checkpoint(info().declaration(), config.describe(), position, weights(), memory).write(file);
    }

    /**
     * Goes on where a checkpoint was written.
     *
     * @throws IOException if the file is damaged, or of another network or other settings; nothing was changed
     */
    public void restore(Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(file);
        requireSame(file, "network", info().declaration(), checkpoint.network());
        requireSame(file, "settings", config.describe(), checkpoint.settings());
        try {
            checkpoint.weights().requireMatch(info().name(), info().parameters());
        } catch (WeightsException e) {
            throw new CheckpointException("%s cannot be restored: %s".formatted(file, e.getMessage()));
        }
        List<String> names = config.optimizer().memory();
        for (String name : names) {
            float[] values = checkpoint.memory().get(name);
            if (values == null || values.length != arrays.parameters().length) {
                throw new CheckpointException(
                        "%s cannot be restored: expected %d values of the optimizer's %s, found %s"
                                .formatted(
                                        file,
                                        arrays.parameters().length,
                                        name,
                                        values == null ? "none" : values.length));
            }
        }
        arrays.load(checkpoint.weights());
        for (int i = 0; i < names.size(); i++) {
            float[] values = checkpoint.memory().get(names.get(i));
            if (values != null) {
                System.arraycopy(values, 0, optimizer.memory(i), 0, values.length);
            }
        }
        position = checkpoint.position();
    }

    /** Ends the threads. */
    @Override
    public void close() {
        team.close();
    }

    private static void requireVector(NetworkInfo info) {
        ImageShape output = info.output();
        if (output.pixels() != 1) {
            throw new IllegalArgumentException(
                    "%s cannot be trained as a classifier: expected an output of classes × 1 × 1, found %s"
                            .formatted(info.name(), output));
        }
    }

    private static void requireSame(Path file, String what, String expected, String found) throws CheckpointException {
        if (!expected.equals(found)) {
            throw new CheckpointException(
                    "%s is of another %s:\n  expected %s\n  found    %s\nTo start a new training from its weights, load them as weights."
                            .formatted(file, what, expected, found));
        }
    }

    private void requireValid(float[] images, int[] labels, int n) {
        if (n < 1 || n > config.batch()) {
            throw new IllegalArgumentException("a step takes 1 to %d images, found %d".formatted(config.batch(), n));
        }
        long floats = (long) n * info().input().elements();
        if (images.length < floats || labels.length < n) {
            throw new IllegalArgumentException(
                    "expected %d images %s in %d floats and as many labels, found %d floats and %d labels"
                            .formatted(n, info().input(), floats, images.length, labels.length));
        }
        int classes = info().output().elements();
        for (int i = 0; i < n; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label %d is %d; %s knows classes 0 to %d".formatted(i, labels[i], info().name(), classes - 1));
            }
        }
    }
}
