package castnet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Zeros, or a reflection, around each channel: C×H×W → C×(top+H+bottom)×(left+W+right). Windows pad by themselves ({@link Conv#pad()}); this is for
 * what reads the zeros as values, such as the max pool of Keras' ResNet v2, which elsewhere ignores its padding.
 *
 * <pre>{@code
 * @Pad(1) @MaxPool(kernel = 3, stride = 2, padding = NONE) Tensor pool();   // 64×112×112 → 64×114×114 → 64×56×56
 * }</pre>
 *
 * <p>A blur pool (Zhang 2019) of three taps is a reflection and two means: {@code @Pad(value = 1, mode = REFLECT) @AvgPool(kernel = 2, stride = 1)
 * Tensor once(); @AvgPool(kernel = 2) Tensor twice();}.
 *
 * <p>Channels of zeros make a shortcut as wide as what it is added to (option A of He et al. 2015): {@code @MaxPool(kernel = 1, stride = 2)
 * Tensor every2nd(); @Pad(channels = {8, 8}) Tensor shortcut();}.
 *
 * <p>Findings: {@code attribute}, {@code pool-padding}, {@code too-large}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Pad {
    /** Pixels: one number; vertical and horizontal; or top, left, bottom, right. */
    int[] value() default 0;

    /** Channels of zeros: as many before as after; or before, after. */
    int[] channels() default 0;

    /** What stands around a map. */
    Mode mode() default Mode.ZERO;

    /** What stands in the pixels around a map. */
    enum Mode {
        /** Zeros. */
        ZERO,
        /** The rows and columns behind the edge in reverse order, the edge itself not repeated; fewer than the map has. */
        REFLECT
    }
}
