package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static castnet.runtime.kernel.TestTensor.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Padding and upsampling against plain loops in double, for odd sizes, one to three images and teams of one to three. */
class ResamplingTest {
    private static final int HEIGHT = 3;
    private static final int WIDTH = 2;

    private final Random random = new Random(1);

    private static void run(String label, Layout l, int n, double[] expected, BiConsumer<TestTensor, Worker> kernel) {
        float[] first = {};
        for (int parts : new int[] {1, 2, 3}) {
            TestTensor y = TestTensor.output(l, n);
            team(parts, 0, w -> kernel.accept(y, w));
            if (parts == 1) {
                // Sums of up to a hundred terms.
                y.check(label, expected, tolerance(expected, 4e-6));
                first = y.a;
            }
            assertThat(bits(y.a)).as(label + ", bits of a team of " + parts).isEqualTo(bits(first));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17})
    void zerosAround(int channels) {
        for (int n : new int[] {1, 3}) {
            Layout l = TestTensor.haloed(channels, HEIGHT, WIDTH);
            Layout large = TestTensor.haloed(channels, 2 + HEIGHT + 1, 1 + WIDTH);
            TestTensor x = TestTensor.input(l, n, random);
            TestTensor dy = TestTensor.input(large, n, random);
            double[] padded = new double[n * channels * large.pixels()];
            double[] cut = new double[n * channels * l.pixels()];
            double[] from = x.values();
            double[] whole = dy.values();
            for (int i = 0; i < cut.length; i++) {
                int row = i / WIDTH % HEIGHT;
                int to = (i / l.pixels() * large.height() + 2 + row) * large.width() + 1 + i % WIDTH;
                padded[to] = from[i];
                cut[i] = whole[to];
            }
            run("pad", large, n, padded, (y, w) -> Resampling.pad(l, x.a, AT, 2, 1, large, y.a, AT, n, w));
            run("gradient", l, n, cut, (y, w) -> Resampling.padGradient(large, dy.a, AT, 2, 1, l, y.a, AT, n, w));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17})
    void reflections(int channels) {
        int bottom = HEIGHT - 1;
        int left = WIDTH - 1;
        for (int n : new int[] {1, 3}) {
            Layout l = TestTensor.haloed(channels, HEIGHT, WIDTH);
            Layout large = TestTensor.haloed(channels, 2 + HEIGHT + bottom, left + WIDTH + 1);
            TestTensor x = TestTensor.input(l, n, random);
            TestTensor dy = TestTensor.input(large, n, random);
            double[] padded = new double[n * channels * large.pixels()];
            double[] sums = new double[n * channels * l.pixels()];
            double[] from = x.values();
            double[] whole = dy.values();
            for (int i = 0; i < padded.length; i++) {
                int row = mirror(i / large.width() % large.height() - 2, HEIGHT);
                int column = mirror(i % large.width() - left, WIDTH);
                int at = (i / large.pixels() * HEIGHT + row) * WIDTH + column;
                padded[i] = from[at];
                sums[at] += whole[i];
            }
            run("reflect", large, n, padded, (y, w) -> Resampling.reflect(l, x.a, AT, 2, left, large, y.a, AT, n, w));
            run("back", l, n, sums, (y, w) -> Resampling.reflectGradient(large, dy.a, AT, 2, left, l, y.a, AT, n, w));
        }
    }

    private static int mirror(int at, int size) {
        return at < 0 ? -at : at >= size ? 2 * size - 2 - at : at;
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "2, true", "3, true", "5, true"})
    void largerMaps(int scale, boolean bilinear) {
        for (int channels : new int[] {1, 17}) {
            int n = 3;
            Layout l = TestTensor.haloed(channels, HEIGHT, WIDTH);
            Layout large = TestTensor.haloed(channels, scale * HEIGHT, scale * WIDTH);
            TestTensor x = TestTensor.input(l, n, random);
            TestTensor dy = TestTensor.input(large, n, random);
            double[] from = x.values();
            double[] whole = dy.values();
            double[] up = new double[n * channels * large.pixels()];
            double[] back = new double[n * channels * l.pixels()];
            for (int i = 0; i < up.length; i++) {
                int map = i / large.pixels() * l.pixels();
                double[] rows = shares(i / large.width() % large.height(), HEIGHT, scale, bilinear);
                double[] columns = shares(i % large.width(), WIDTH, scale, bilinear);
                for (int p = 0; p < l.pixels(); p++) {
                    double share = rows[p / WIDTH] * columns[p % WIDTH];
                    up[i] += share * from[map + p];
                    back[map + p] += share * whole[i];
                }
            }
            run("up", large, n, up, (y, w) -> Resampling.upsample(l, x.a, AT, scale, bilinear, large, y.a, AT, n, w));
            run(
                    "gradient",
                    l,
                    n,
                    back,
                    (y, w) -> Resampling.upsampleGradient(large, dy.a, AT, scale, bilinear, l, y.a, AT, n, w));
        }
    }

    /** What each of the lines of the input has in an output line. */
    private static double[] shares(int line, int size, int scale, boolean bilinear) {
        double[] shares = new double[size];
        double middle = bilinear ? Math.max((line + 0.5) / scale - 0.5, 0) : Math.floorDiv(line, scale);
        shares[(int) middle] += 1 - middle + (int) middle;
        shares[Math.min((int) middle + 1, size - 1)] += middle - (int) middle;
        return shares;
    }
}
