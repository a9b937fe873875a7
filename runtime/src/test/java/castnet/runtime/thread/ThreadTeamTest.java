package castnet.runtime.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ThreadTeamTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyPartRunsOnceAndTheSlicesCoverTheItems(int threads) {
        try (ThreadTeam team = new ThreadTeam(threads, 5)) {
            AtomicIntegerArray touched = new AtomicIntegerArray(101);
            for (int round = 1; round <= 200; round++) {
                team.run(worker -> {
                    assertThat(worker.parts()).isEqualTo(threads);
                    assertThat(worker.scratch()).hasSize(5);
                    for (int i = worker.from(101); i < worker.to(101); i++) {
                        touched.incrementAndGet(i);
                    }
                });
                for (int i = 0; i < 101; i++) {
                    assertThat(touched.get(i)).isEqualTo(round);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 9})
    void nobodyPassesTheBarrierEarlyAndPlainWritesAreSeen(int threads) {
        try (ThreadTeam team = new ThreadTeam(threads, 0)) {
            int[] written = new int[threads];
            for (int run = 0; run < 5; run++) {
                int base = run * 10_000;
                team.run(worker -> {
                    for (int layer = 1; layer <= 2_000; layer++) {
                        written[worker.part()] = base + layer;
                        worker.await();
                        for (int other : written) {
                            if (other != base + layer) {
                                throw new AssertionError("saw " + other + " in layer " + layer);
                            }
                        }
                        worker.await();
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aFailureEndsTheOthersAndReachesTheCaller(int failing) {
        try (ThreadTeam team = new ThreadTeam(3, 0)) {
            for (int round = 0; round < 300; round++) {
                int failingLayer = round % 7;
                IllegalArgumentException failure = new IllegalArgumentException("layer " + failingLayer);
                assertThatThrownBy(() -> team.run(worker -> {
                            for (int layer = 0; layer < 7; layer++) {
                                if (worker.part() == failing && layer == failingLayer) {
                                    throw failure;
                                }
                                worker.await();
                            }
                        }))
                        .isSameAs(failure);
                AtomicInteger after = new AtomicInteger();
                team.run(worker -> {
                    worker.await();
                    after.incrementAndGet();
                    worker.await();
                });
                assertThat(after).hasValue(3);
            }
        }
    }

    @Test
    void allMayFailAtOnce() {
        try (ThreadTeam team = new ThreadTeam(4, 0)) {
            for (int round = 0; round < 100; round++) {
                assertThatThrownBy(() -> team.run(worker -> {
                            throw new AssertionError("part " + worker.part());
                        }))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageStartingWith("part ");
            }
        }
    }

    @Test
    void aTeamOfOneRunsOnTheCaller() {
        AtomicReference<Thread> ran = new AtomicReference<>();
        try (ThreadTeam team = new ThreadTeam(1, 0)) {
            team.run(worker -> {
                worker.await();
                ran.set(Thread.currentThread());
            });
        }
        assertThat(ran).hasValue(Thread.currentThread());
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        AtomicReference<Thread> member = new AtomicReference<>();
        ThreadTeam team = new ThreadTeam(2, 0);
        team.run(worker -> {
            if (worker.part() == 1) {
                member.set(Thread.currentThread());
            }
        });
        Thread thread = member.get();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("castnet-1");
        team.close();
        team.close();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThatThrownBy(() -> team.run(worker -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aSecondCallerIsRefused() throws InterruptedException {
        try (ThreadTeam team = new ThreadTeam(2, 0)) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            Thread first = new Thread(() -> team.run(worker -> {
                inside.countDown();
                awaitQuietly(leave);
            }));
            first.start();
            inside.await();
            assertThatThrownBy(() -> team.run(worker -> {})).hasMessageContaining("one thread at a time");
            assertThatThrownBy(team::close).hasMessageContaining("busy");
            leave.countDown();
            first.join();
            team.run(worker -> {});
        }
    }

    @Test
    void anInterruptIsKeptForTheCallerAndDisturbsNobody() {
        try (ThreadTeam team = new ThreadTeam(8, 0)) {
            Thread.currentThread().interrupt();
            AtomicInteger ran = new AtomicInteger();
            team.run(worker -> {
                if (worker.part() != 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
                worker.await();
                ran.incrementAndGet();
            });
            assertThat(ran).hasValue(8);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void runningAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ThreadTeam team = new ThreadTeam(3, 0)) {
            TeamTask task = Worker::await;
            for (int i = 0; i < 2_000; i++) {
                team.run(task);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++) {
                team.run(task);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(2_000);
        }
    }

    @Test
    void sizesAreChecked() {
        assertThatThrownBy(() -> new ThreadTeam(0, 0)).hasMessageContaining("between 1 and 1024, found 0");
        assertThatThrownBy(() -> new ThreadTeam(5_000, 0)).hasMessageContaining("found 5000");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
