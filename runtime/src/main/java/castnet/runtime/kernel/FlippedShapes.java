package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The convolution that computes the data gradient of another, of stride 1: it reads {@code dy} and writes {@code dx}. Remembered,
 * because a kernel that made a record at each call would allocate; there are as many as a network has shapes.
 */
final class FlippedShapes {
    private static final Map<ConvShape, FlippedShapes> KNOWN = new ConcurrentHashMap<>();

    private final Layout dyl;
    private final Layout dxl;
    private final ConvShape flipped;
    private final @Nullable FlippedShapes next;

    private FlippedShapes(ConvShape s, Layout dyl, Layout dxl, @Nullable FlippedShapes next) {
        this.dyl = dyl;
        this.dxl = dxl;
        this.next = next;
        this.flipped = new ConvShape(
                dyl,
                dxl,
                s.kernelHeight(),
                s.kernelWidth(),
                1,
                1,
                (s.kernelHeight() - 1) * s.dilationHeight() - s.padTop(),
                (s.kernelWidth() - 1) * s.dilationWidth() - s.padLeft(),
                s.dilationHeight(),
                s.dilationWidth(),
                1);
    }

    static ConvShape of(ConvShape s, Layout dyl, Layout dxl) {
        for (FlippedShapes known = KNOWN.get(s); known != null; known = known.next) {
            if (known.dyl.equals(dyl) && known.dxl.equals(dxl)) {
                return known.flipped;
            }
        }
        return KNOWN.compute(s, (shape, others) -> new FlippedShapes(shape, dyl, dxl, others)).flipped;
    }
}
