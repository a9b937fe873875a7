package castnet.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PeakTest {
    /** Twelve sums that start at 0.1, 0.101 …, each after n rounds 0.999ⁿ·(s - 1) + 1. */
    @Test
    void multiplyAddsAreDone() {
        for (int rounds : new int[] {0, 1, 1000}) {
            double expected = 0;
            for (int s = 0; s < 12; s++) {
                expected += Math.pow((double) 0.999f, rounds) * (0.1 + 0.001 * s - 1) + 1;
            }
            assertThat((double) Peak.multiplyAdds(rounds)).isCloseTo(expected, within(1e-4));
        }
        assertThat(Peak.operationsPerRound()).isEqualTo(24L * Lanes.LANES);
    }

    @Test
    void everythingButTheRestIsRead() {
        float[] a = new float[100];
        Arrays.fill(a, 1);
        int whole = 95 / (4 * Lanes.LANES) * 4 * Lanes.LANES;
        assertThat(Peak.read(a, 3, 98)).isEqualTo(whole);
        assertThat(Peak.read(a, 3, 3)).isZero();
    }
}
