package castnet.tools.study;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import castnet.runtime.NetworkRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentsTest {
    /** The seed's claim, exact as long as statistics are frozen. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void skippedPositionsHaveNoGradientWithFrozenStatistics(long seed) {
        GradientMap map = GradientMap.withFrozenStatistics(network("UnreadProbeConv1x1"), seed);
        assertThat(map.largestSkipped()).isZero();
        assertThat(map.meanRead()).isPositive();
        assertThat(map.values()).hasSize(12 * 12);
    }

    /** Batch statistics bring some of it back; far more than the rounding of a loss of about 1. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void batchStatisticsReadAllPositions(long seed) {
        GradientMap map = GradientMap.withBatchStatistics(network("UnreadProbeConv1x1"), seed);
        assertThat(map.meanSkipped()).isGreaterThan(1e-6).isLessThan(0.1 * map.meanRead());
    }

    @Test
    void strideOnThe3x3SkipsNothing() {
        GradientMap map = GradientMap.withFrozenStatistics(network("UnreadProbeConv3x3"), 1);
        assertThat(map.meanSkipped()).isGreaterThan(0.1 * map.meanRead());
    }

    @Test
    void averageIsLinearAndMaximumIsNot() {
        assertThat(Linearity.error(network("AveragePoolProbe"), 1)).isLessThan(1e-6);
        assertThat(Linearity.error(network("MaxPoolProbe"), 1)).isGreaterThan(0.1);
    }

    private static NetworkFactory network(String name) {
        return NetworkRegistry.load().find(name);
    }
}
