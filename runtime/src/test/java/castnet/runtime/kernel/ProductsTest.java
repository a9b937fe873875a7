package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static castnet.runtime.kernel.TestTensor.bits;
import static castnet.runtime.kernel.TestTensor.team;
import static castnet.runtime.kernel.TestTensor.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products against plain loops in double, for odd sizes, one to five images and teams of one to three. */
class ProductsTest {
    private final Random random = new Random(1);

    private static void run(String label, Layout l, int n, double[] expected, BiConsumer<TestTensor, Worker> kernel) {
        float[] first = {};
        for (int parts : new int[] {1, 2, 3}) {
            TestTensor y = TestTensor.output(l, n);
            team(parts, 0, w -> kernel.accept(y, w));
            if (parts == 1) {
                y.check(label, expected, tolerance(expected, 1e-6));
                first = y.a;
            }
            assertThat(bits(y.a)).as(label + ", bits of a team of " + parts).isEqualTo(bits(first));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 15, 16, 17, 40})
    void byElementAndByOnePixel(int channels) {
        for (int n : new int[] {1, 3, 5}) {
            Layout l = TestTensor.haloed(channels, 3, 5);
            // A network's input is dense: nothing may be read beyond its last channel.
            Layout dense = new Layout(channels, 3, 5, channels, 0, 0, 0, 0);
            Layout one = TestTensor.haloed(channels, 1, 1);
            TestTensor b = TestTensor.input(TestTensor.withHalo(l, 2, 0, 0, 1), n, random);
            TestTensor s = TestTensor.input(one, n, random);
            for (Layout al : new Layout[] {l, dense}) {
                TestTensor a = TestTensor.input(al, n, random);
                double[] x = a.values();
                double[] other = b.values();
                double[] factors = s.values();
                double[] product = new double[x.length];
                double[] scaled = new double[x.length];
                double[] sums = new double[n * channels];
                for (int i = 0; i < x.length; i++) {
                    product[i] = x[i] * other[i];
                    scaled[i] = x[i] * factors[i / l.pixels()];
                    sums[i / l.pixels()] += x[i] * other[i];
                }
                run(
                        "multiply",
                        l,
                        n,
                        product,
                        (y, w) -> Products.multiply(al, a.a, AT, b.l, b.a, AT, l, y.a, AT, n, w));
                run("scale", l, n, scaled, (y, w) -> Products.scale(al, a.a, AT, one, s.a, AT, l, y.a, AT, n, w));
                run(
                        "scaleGradient",
                        one,
                        n,
                        sums,
                        (y, w) -> Products.scaleGradient(b.l, b.a, AT, al, a.a, AT, one, y.a, AT, n, w));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 17})
    void inPlace(int channels) {
        int n = 3;
        Layout l = TestTensor.haloed(channels, 3, 5);
        Layout one = TestTensor.haloed(channels, 1, 1);
        TestTensor a = TestTensor.input(l, n, random);
        TestTensor s = TestTensor.input(one, n, random);
        double[] squares = Arrays.stream(a.values()).map(v -> v * v).toArray();
        TestTensor y = TestTensor.inPlace(l, a);
        team(2, 0, w -> Products.multiply(l, y.a, AT, l, y.a, AT, l, y.a, AT, n, w));
        y.check("squares", squares, tolerance(squares, 1e-7));
        double[] scaled = a.values();
        double[] factors = s.values();
        Arrays.setAll(scaled, i -> scaled[i] * factors[i / l.pixels()]);
        TestTensor z = TestTensor.inPlace(l, a);
        team(2, 0, w -> Products.scale(l, z.a, AT, one, s.a, AT, l, z.a, AT, n, w));
        z.check("scaled", scaled, tolerance(scaled, 1e-7));
    }
}
