package castnet.runtime;

import castnet.runtime.kernel.Door;
import castnet.runtime.memory.Layout;
import castnet.runtime.memory.Program;
import castnet.runtime.thread.TeamTask;
import castnet.runtime.thread.ThreadTeam;
import castnet.runtime.thread.Worker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a network. Owns the memory and the threads that this takes; running allocates nothing. For one thread at a time: give
 * each thread a session of its own. Results have the same bits for every batch and every number of threads.
 */
public final class Session implements AutoCloseable {
    private static final float[] NONE = {};
    private static final long[] UNTIMED = {};

    private final CompiledNetwork network;
    private final SessionConfig config;
    private final int inputFloats;
    private final int outputFloats;
    private final ThreadTeam team;
    private final TeamTask task;
    private final TeamTask timedTask = this::runTimed;
    /** One per worker that runs whole images alone, or a single one that the team shares. */
    private final float[][] arenas;
    /** Teams of one, for workers that run whole images alone; empty if the team shares each image. */
    private final Worker[] alone;

    private final AtomicBoolean busy = new AtomicBoolean();
    private float[] images = NONE;
    private float[] outputs = NONE;
    private int count;
    private long[] nanos = UNTIMED;

    Session(CompiledNetwork network, SessionConfig config) {
        this.network = network;
        this.config = config;
        this.inputFloats = network.info().input().elements();
        this.outputFloats = network.info().output().elements();
        Program program = network.program();
        if (config.batch() == 1) {
            alone = new Worker[0];
            arenas = new float[1][program.arenaFloats()];
            task = this::runTogether;
            team = new ThreadTeam(config.threads(), program.scratchFloats());
        } else {
            int runners = Math.min(config.threads(), config.batch());
            alone = new Worker[runners];
            Arrays.setAll(alone, part -> Worker.alone(program.scratchFloats()));
            arenas = new float[runners][program.arenaFloats()];
            task = this::runApart;
            team = new ThreadTeam(runners, 0);
        }
    }

    /**
     * Runs a full batch.
     *
     * @param images {@code batch} images, one after the other, in the order of the {@link SessionConfig}
     * @param outputs receives {@code batch} outputs, one after the other
     * @throws IllegalArgumentException if an array has another length
     */
    public void run(float[] images, float[] outputs) {
        int batch = config.batch();
        requireLength(
                "images",
                images.length,
                (long) batch * inputFloats,
                network.info().input(),
                batch);
        requireLength(
                "outputs",
                outputs.length,
                (long) batch * outputFloats,
                network.info().output(),
                batch);
        runChecked(images, outputs, batch);
    }

    /**
     * Runs the first {@code n} images of arrays that may be longer.
     *
     * @param n from 1 to the batch of the {@link SessionConfig}
     * @throws IllegalArgumentException if an array is too short, or {@code n} out of range
     */
    public void run(float[] images, float[] outputs, int n) {
        if (n < 1 || n > config.batch()) {
            throw new IllegalArgumentException(
                    "this session runs 1 to %d images per call, found %d".formatted(config.batch(), n));
        }
        requireRoom(
                "images", images.length, (long) n * inputFloats, network.info().input(), n);
        requireRoom(
                "outputs",
                outputs.length,
                (long) n * outputFloats,
                network.info().output(),
                n);
        runChecked(images, outputs, n);
    }

    /**
     * Runs one image as {@link #run(float[], float[])} does, to the same bits, and tells how long each step took: a layer with
     * what was fused into it. The time is that of the first worker, with its wait for the others. All steps together take longer
     * than a run, by a meeting of the team and a look at the clock for each, and less, since the copies in and out are no steps.
     * Allocates nothing.
     *
     * @param nanos receives the nanoseconds of each step, in the order of {@link Program#steps()}
     * @throws IllegalArgumentException if an array has another length
     * @throws IllegalStateException if this session runs batches
     */
    public void runTimed(float[] image, float[] output, long[] nanos) {
        if (config.batch() != 1) {
            throw new IllegalStateException(
                    "steps are timed one image at a time; this session runs batches of %d".formatted(config.batch()));
        }
        requireLength("image", image.length, inputFloats, network.info().input(), 1);
        requireLength("output", output.length, outputFloats, network.info().output(), 1);
        int steps = network.program().steps().size();
        if (nanos.length != steps) {
            throw new IllegalArgumentException("nanos: expected %d steps of %s, found room for %d"
                    .formatted(steps, network.info().name(), nanos.length));
        }
        claim();
        try {
            this.nanos = nanos;
            runTask(timedTask, image, output, 1);
        } finally {
            this.nanos = UNTIMED;
            busy.set(false);
        }
    }

    /**
     * Runs the network on zeros until the JVM has compiled what that takes, so that the first caller does not wait for it: call
     * it before traffic comes. What is compiled serves all sessions of all networks, since they share their kernels.
     *
     * @return how long it took: until nothing was compiled for a quarter of a second, half a minute at most
     * @throws IllegalStateException if the session is running in another thread
     */
    public Duration warmUp() {
        int batch = config.batch();
        float[] zeros = new float[batch * inputFloats];
        float[] ignored = new float[batch * outputFloats];
        return WarmUp.run(() -> runChecked(zeros, ignored, batch));
    }

    /** The network that this session runs. */
    public CompiledNetwork network() {
        return network;
    }

    /** How it runs. */
    public SessionConfig config() {
        return config;
    }

    /** Ends the threads. May be called again; running afterwards is an error. */
    @Override
    public void close() {
        team.close();
    }

    private void requireLength(String what, int found, long expected, ImageShape shape, int n) {
        if (found != expected) {
            throw wrongLength(what, found, expected, shape, n);
        }
    }

    private void requireRoom(String what, int found, long expected, ImageShape shape, int n) {
        if (found < expected) {
            throw wrongLength(what + ", at least", found, expected, shape, n);
        }
    }

    private IllegalArgumentException wrongLength(String what, int found, long expected, ImageShape shape, int n) {
        return new IllegalArgumentException("%s: expected %d floats (%d × %s of %s), found %d"
                .formatted(what, expected, n, shape, network.info().name(), found));
    }

    private void runChecked(float[] newImages, float[] newOutputs, int n) {
        claim();
        try {
            runTask(task, newImages, newOutputs, n);
        } finally {
            busy.set(false);
        }
    }

    private void claim() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this session is running in another thread; give each thread its own session");
        }
    }

    private void runTask(TeamTask work, float[] newImages, float[] newOutputs, int n) {
        try {
            images = newImages;
            outputs = newOutputs;
            count = n;
            team.run(work);
        } finally {
            images = NONE;
            outputs = NONE;
        }
    }

    private void runTogether(Worker worker) {
        if (worker.part() == 0) {
            enter(arenas[0], 0);
        }
        worker.await();
        network.forward(arenas[0], worker);
        worker.await();
        if (worker.part() == 0) {
            leave(arenas[0], 0);
        }
    }

    private void runTimed(Worker worker) {
        if (worker.part() == 0) {
            enter(arenas[0], 0);
        }
        worker.await();
        long before = System.nanoTime();
        for (int step = 0; step < nanos.length; step++) {
            network.step(step, arenas[0], worker);
            worker.await();
            if (worker.part() == 0) {
                long now = System.nanoTime();
                nanos[step] = now - before;
                before = now;
            }
        }
        if (worker.part() == 0) {
            leave(arenas[0], 0);
        }
    }

    private void runApart(Worker member) {
        float[] arena = arenas[member.part()];
        Worker worker = alone[member.part()];
        int end = member.to(count);
        for (int image = member.from(count); image < end; image++) {
            enter(arena, image);
            network.forward(arena, worker);
            leave(arena, image);
        }
    }

    private void enter(float[] arena, int image) {
        Layout layout = network.program().input();
        int offset = network.program().inputOffset();
        if (!layout.isDense() || layout.channelStride() > layout.channels()) {
            // The plan may have put other values where halo and padding channels are, once the input was read.
            Arrays.fill(arena, offset, offset + layout.imageStride(), 0f);
        }
        if (config.order() == PixelOrder.NCHW) {
            Door.fromNchw(layout, images, image * inputFloats, arena, offset);
        } else {
            Door.fromNhwc(layout, images, image * inputFloats, arena, offset);
        }
    }

    private void leave(float[] arena, int image) {
        Layout layout = network.program().output();
        int offset = network.program().outputOffset();
        if (config.order() == PixelOrder.NCHW) {
            Door.toNchw(layout, arena, offset, outputs, image * outputFloats);
        } else {
            Door.toNhwc(layout, arena, offset, outputs, image * outputFloats);
        }
    }
}
