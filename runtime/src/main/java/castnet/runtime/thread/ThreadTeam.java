package castnet.runtime.thread;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that runs one task at a time, all members at once. The caller of {@link #run} is member 0, so a
 * team of one starts no thread at all. Between tasks the others are parked. Daemon threads, named {@code castnet-1} and so on.
 *
 * <p>One task at a time: a second caller gets an {@link IllegalStateException} instead of wrong results. Running allocates
 * nothing.
 */
public final class ThreadTeam implements AutoCloseable {
    private static final int MOST_MEMBERS = 1_024;

    private final Worker[] workers;
    /** Between the layers of a task; poisoned by a failure. */
    private final TeamBarrier layers;
    /** Passed at the start and at the end of a task; never poisoned. */
    private final TeamBarrier gate;

    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable TeamTask task;
    private volatile boolean closed;

    /**
     * Starts a team.
     *
     * @param threads members, the caller included
     * @param scratchFloats scratch memory of each member
     */
    public ThreadTeam(int threads, int scratchFloats) {
        if (threads < 1 || threads > MOST_MEMBERS) {
            throw new IllegalArgumentException(
                    "threads must be between 1 and %d, found %d".formatted(MOST_MEMBERS, threads));
        }
        layers = new TeamBarrier(threads);
        gate = new TeamBarrier(threads);
        workers = new Worker[threads];
        for (int part = 0; part < threads; part++) {
            workers[part] = new Worker(part, threads, new float[scratchFloats], layers);
        }
        for (int part = 1; part < threads; part++) {
            Worker worker = workers[part];
            Thread.ofPlatform().daemon().name("castnet-" + part).start(() -> serve(worker));
        }
    }

    /** Members, the caller included. */
    public int size() {
        return workers.length;
    }

    /**
     * Runs {@code task} on all members and returns when all have finished.
     *
     * @throws IllegalStateException if the team is closed, or busy with another thread's task
     * @throws RuntimeException whatever the first failing member threw; the team stays usable
     */
    public void run(TeamTask task) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this team is busy: a session or trainer may be used by one thread at a time; give each thread its own");
        }
        try {
            if (closed) {
                throw new IllegalStateException("this team is closed");
            }
            this.task = task;
            gate.await(0);
            runPart(task, workers[0]);
            gate.await(0);
            this.task = null;
            rethrowFailure();
        } finally {
            busy.set(false);
        }
    }

    /** Ends the threads. May be called again. */
    @Override
    public void close() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("this team is busy: wait for its task before closing it");
        }
        try {
            if (!closed) {
                closed = true;
                gate.await(0);
            }
        } finally {
            busy.set(false);
        }
    }

    private void serve(Worker worker) {
        while (true) {
            gate.await(worker.part());
            TeamTask current = task;
            if (closed || current == null) {
                return;
            }
            runPart(current, worker);
            gate.await(worker.part());
        }
    }

    private void runPart(TeamTask current, Worker worker) {
        try {
            current.run(worker);
        } catch (TeamFailure e) {
            // The colleague that failed has left its reason in "failure".
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            layers.poison(worker.part());
        }
    }

    private void rethrowFailure() {
        Throwable cause = failure.getAndSet(null);
        if (cause == null) {
            return;
        }
        layers.reset();
        switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a task of the team failed", cause);
        }
    }
}
