package castnet.tools.report;

/**
 * A step as a roofline shows it.
 *
 * @param macs multiply-adds
 * @param bytes that it reads and writes at least
 * @param nanos that it takes
 */
public record RooflinePoint(String name, long macs, long bytes, double nanos) {
    /** Operations per byte. */
    double intensity() {
        return 2.0 * macs / bytes;
    }

    /** Operations per nanosecond: GFLOP/s. */
    double speed() {
        return 2.0 * macs / nanos;
    }
}
