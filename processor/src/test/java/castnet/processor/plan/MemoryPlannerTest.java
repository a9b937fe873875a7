package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.plan.MemoryPlanner.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
    @Test
    void nothingOverlapsInTimeAndMemory() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            List<Interval> intervals = new ArrayList<>();
            int steps = 1 + random.nextInt(40);
            for (int i = random.nextInt(60); i >= 0; i--) {
                int first = random.nextInt(steps);
                intervals.add(new Interval(1 + random.nextInt(1000), first, first + random.nextInt(steps - first)));
            }
            MemoryPlanner.Plan plan = MemoryPlanner.plan(intervals);
            assertSound(intervals, plan);
            assertThat(MemoryPlanner.plan(intervals)).isEqualTo(plan);
        }
    }

    private static void assertSound(List<Interval> intervals, MemoryPlanner.Plan plan) {
        long peak = 0;
        for (int i = 0; i < intervals.size(); i++) {
            long from = plan.offsets().get(i);
            long to = from + intervals.get(i).floats();
            peak = Math.max(peak, to);
            assertThat(from % MemoryPlanner.ALIGNMENT).isZero();
            for (int j = 0; j < i; j++) {
                long otherFrom = plan.offsets().get(j);
                boolean apart = to <= otherFrom || otherFrom + intervals.get(j).floats() <= from;
                assertThat(apart || !intervals.get(i).overlaps(intervals.get(j)))
                        .isTrue();
            }
        }
        assertThat(plan.peak()).isBetween(peak, peak + MemoryPlanner.ALIGNMENT);
        assertThat(plan.peak()).isBetween(plan.lowerBound(), plan.sum());
    }

    @Test
    void aChainNeedsTwoBuffers() {
        List<Interval> chain = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            chain.add(new Interval(160, i, i + 1));
        }
        MemoryPlanner.Plan plan = MemoryPlanner.plan(chain);
        assertThat(plan.peak()).isEqualTo(320);
        assertThat(plan.lowerBound()).isEqualTo(320);
        assertThat(plan.sum()).isEqualTo(50 * 160);
    }

    @Test
    void sizesBeyondAnInt() {
        MemoryPlanner.Plan plan =
                MemoryPlanner.plan(List.of(new Interval(3_000_000_000L, 0, 1), new Interval(3_000_000_000L, 1, 2)));
        assertThat(plan.peak()).isEqualTo(6_000_000_000L);
    }
}
