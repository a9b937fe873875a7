package castnet.runtime.thread;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A reusable barrier for a fixed team. Whoever arrives last advances the epoch; the others watch it, first spinning, then
 * parked. Allocates nothing after construction.
 *
 * <p>A waiter publishes itself in {@code parked} and then reads the epoch again; the last to arrive writes the epoch and then
 * reads {@code parked}. Both are volatile, so one of the two sees the other and no wake-up is lost.
 *
 * <p>A member that fails poisons the barrier: all who wait or come later get a {@link TeamFailure}, so nobody waits for the
 * one that will not come.
 */
final class TeamBarrier {
    /** About 50 µs of spinning where each member has a core of its own: longer than a layer's imbalance. */
    private static final int SPINS_WITH_OWN_CORE = 2_000;

    private final int members;
    private final int spins;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable Thread> parked;
    private volatile int epoch;
    private volatile boolean poisoned;

    TeamBarrier(int members) {
        this.members = members;
        this.spins = members <= Runtime.getRuntime().availableProcessors() ? SPINS_WITH_OWN_CORE : 0;
        this.parked = new AtomicReferenceArray<>(members);
    }

    /** Waits until all members have arrived. */
    void await(int member) {
        if (members == 1) {
            return;
        }
        if (poisoned) {
            throw TeamFailure.INSTANCE;
        }
        int before = epoch;
        if (arrived.incrementAndGet() == members) {
            arrived.set(0);
            epoch = before + 1;
            wakeOthers(member);
        } else {
            watch(before, member);
        }
    }

    /** Lets everybody who waits, or will wait, fail. */
    void poison(int member) {
        poisoned = true;
        wakeOthers(member);
    }

    /** Makes a poisoned barrier usable again; only while no member is inside. */
    void reset() {
        arrived.set(0);
        poisoned = false;
    }

    private void watch(int before, int member) {
        for (int i = 0; i < spins; i++) {
            if (isOver(before)) {
                return;
            }
            Thread.onSpinWait();
        }
        boolean interrupted = false;
        parked.set(member, Thread.currentThread());
        try {
            while (!isOver(before)) {
                LockSupport.park(this);
                // An interrupt would keep park from parking; it is put off until the team has met.
                interrupted |= Thread.interrupted();
            }
        } finally {
            parked.set(member, null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isOver(int before) {
        if (epoch != before) {
            return true;
        }
        if (poisoned) {
            throw TeamFailure.INSTANCE;
        }
        return false;
    }

    private void wakeOthers(int member) {
        for (int i = 0; i < members; i++) {
            Thread waiter = i == member ? null : parked.get(i);
            if (waiter != null) {
                LockSupport.unpark(waiter);
            }
        }
    }
}
