package nets;

import castnet.runtime.SweepPoint;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Generated;

/**
 * The networks of the sweep that {@code Swept} declares.
 */
@Generated("castnet.processor.CastnetProcessor")
final class SweptSweep {
    private SweptSweep() {
    }

    /**
     * All of them, in the order of the sweep's axes.
     */
    public static List<SweepPoint> points() {
        return List.of(
            new SweepPoint(Map.of("shortcut", "AVG_POOL"), new CompiledSweptAvgPool.Factory()),
            new SweepPoint(Map.of("shortcut", "ZERO_PAD"), new CompiledSweptZeroPad.Factory()));
    }
}
