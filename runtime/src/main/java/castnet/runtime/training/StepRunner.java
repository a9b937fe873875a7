package castnet.runtime.training;

import castnet.runtime.kernel.Door;
import castnet.runtime.memory.Layout;
import castnet.runtime.memory.Program;
import castnet.runtime.optimizer.OptimizerState;
import castnet.runtime.thread.TeamTask;
import castnet.runtime.thread.ThreadTeam;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs training steps: pack, forward, backward, update, each shared by a team. A step whose loss or gradients are not finite
 * changes nothing. The same bits for every number of threads: sums over images run in the order of the images.
 */
public final class StepRunner {
    private final TrainingProgram program;
    private final Step step;
    private final ParameterArrays arrays;
    private final OptimizerState optimizer;
    private final ThreadTeam team;
    private final TeamTask task = this::runPart;

    private final float[] buffersBefore;
    private final boolean[] correct;
    /** First gradient of each worker's slice that is not finite, or -1. */
    private final int[] badGradients;

    private float[] images = {};
    private int previousImages;
    private double rate;
    private double lossSum;
    private @Nullable String problem;

    /**
     * A runner of steps.
     *
     * @param step holds the arrays of a program over a batch
     * @param arrays the same as the step's
     * @param team as many threads as {@code optimizer} was made for
     */
    public StepRunner(
            TrainingProgram program, Step step, ParameterArrays arrays, OptimizerState optimizer, ThreadTeam team) {
        this.program = program;
        this.step = step;
        this.arrays = arrays;
        this.optimizer = optimizer;
        this.team = team;
        this.buffersBefore = new float[arrays.buffers().length];
        this.correct = new boolean[step.labels().length];
        this.badGradients = new int[team.size()];
    }

    /**
     * Runs one step on images and labels that are known to be valid.
     *
     * @param newImages {@code n} images NCHW
     * @param labels their classes
     * @param position before this step
     * @param newRate learning rate
     * @throws DivergenceException if loss or gradients are not finite
     */
    public Metrics run(float[] newImages, int[] labels, int n, Position position, double newRate) {
        images = newImages;
        rate = newRate;
        problem = null;
        System.arraycopy(labels, 0, step.labels(), 0, n);
        System.arraycopy(arrays.buffers(), 0, buffersBefore, 0, buffersBefore.length);
        step.begin(position.step(), n);
        boolean done = false;
        try {
            team.run(task);
            done = problem == null;
        } finally {
            // After a failure the arena may hold anything: the next step clears it.
            previousImages = done ? n : 0;
            if (!done) {
                System.arraycopy(buffersBefore, 0, arrays.buffers(), 0, buffersBefore.length);
            }
        }
        if (problem != null) {
            throw new DivergenceException(problem, position, newRate);
        }
        return metrics();
    }

    private void runPart(Worker w) {
        enter(w);
        program.pack(arrays.parameters(), w);
        w.await();
        program.forward(step, w);
        w.await();
        judge(w);
        w.await();
        if (problem == null) {
            program.backward(step, w);
            w.await();
            badGradients[w.part()] = firstBadGradient(w);
            w.await();
            if (allGradientsAreFinite()) {
                optimizer.update(arrays.parameters(), arrays.gradients(), step.step() + 1, rate, w);
            } else if (w.part() == 0) {
                problem = "the gradient of " + arrays.nameOf(lowestBadGradient()) + " is not finite";
            }
        }
    }

    /** Images to the arena. A tensor's place depends on n; where that changed, no halo is where zeros were. */
    private void enter(Worker w) {
        Program memory = program.program();
        float[] a = step.a();
        int n = step.n();
        if (n != previousImages) {
            Arrays.fill(a, w.from(a.length), w.to(a.length), 0f);
            w.await();
        }
        Layout layout = memory.input();
        int imageFloats = layout.channels() * layout.pixels();
        int base = memory.inputOffset() * n;
        for (int image = w.from(n); image < w.to(n); image++) {
            int offset = base + image * layout.imageStride();
            if (!layout.isDense() || layout.channelStride() > layout.channels()) {
                Arrays.fill(a, offset, offset + layout.imageStride(), 0f);
            }
            Door.fromNchw(layout, images, image * imageFloats, a, offset);
        }
    }

    /** Which images are right, and the sum of the losses in the order of the images. */
    private void judge(Worker w) {
        Layout layout = program.program().output();
        int base = program.program().outputOffset() * step.n();
        for (int image = w.from(step.n()); image < w.to(step.n()); image++) {
            int offset = base + image * layout.imageStride() + layout.offset(0, 0);
            correct[image] = highest(step.a(), offset, layout.channels()) == step.labels()[image];
        }
        if (w.part() == 0) {
            double sum = 0;
            for (int image = 0; image < step.n(); image++) {
                sum += step.losses()[image];
            }
            lossSum = sum;
            problem = Double.isFinite(sum) ? null : "the loss is " + sum / step.n();
        }
    }

    private static int highest(float[] values, int offset, int count) {
        int highest = 0;
        for (int i = 1; i < count; i++) {
            highest = values[offset + i] > values[offset + highest] ? i : highest;
        }
        return highest;
    }

    private int firstBadGradient(Worker w) {
        float[] gradients = arrays.gradients();
        int from = w.from(gradients.length);
        int to = w.to(gradients.length);
        int largestBits = 0;
        for (int i = from; i < to; i++) {
            largestBits = Math.max(largestBits, Float.floatToRawIntBits(gradients[i]) & Integer.MAX_VALUE);
        }
        if (largestBits < Float.floatToRawIntBits(Float.POSITIVE_INFINITY)) {
            return -1;
        }
        int bad = from;
        while (Float.isFinite(gradients[bad])) {
            bad++;
        }
        return bad;
    }

    private boolean allGradientsAreFinite() {
        return lowestBadGradient() < 0;
    }

    private int lowestBadGradient() {
        for (int bad : badGradients) {
            if (bad >= 0) {
                return bad;
            }
        }
        return -1;
    }

    private Metrics metrics() {
        int right = 0;
        for (int image = 0; image < step.n(); image++) {
            right += correct[image] ? 1 : 0;
        }
        return new Metrics(lossSum, right, step.n());
    }
}
