package castnet.runtime.kernel;

import static castnet.runtime.kernel.TestTensor.AT;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.memory.Layout;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images through the door and back, in both orders, one after the other at their offsets. */
class DoorTest {

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,5,7", "16,2,3", "17,3,1"})
    void imagesArriveWhereTheyBelong(int channels, int height, int width) {
        Layout l = TestTensor.haloed(channels, height, width);
        int size = channels * height * width;
        int n = 3;
        float[] nchw = numbers(2 + n * size);
        float[] nhwc = new float[nchw.length];
        for (int i = 0; i < n * size; i++) {
            int image = i / size;
            int c = i / (height * width) % channels;
            int p = i % (height * width);
            nhwc[2 + image * size + p * channels + c] = nchw[2 + i];
        }
        double[] expected = new double[n * size];
        Arrays.setAll(expected, i -> nchw[2 + i]);
        TestTensor a = TestTensor.output(l, n);
        TestTensor b = TestTensor.output(l, n);
        a.set(v -> 0);
        float[] backA = new float[nchw.length];
        float[] backB = new float[nhwc.length];
        for (int image = 0; image < n; image++) {
            int at = AT + image * l.imageStride();
            Door.fromNchw(l, nchw, 2 + image * size, a.a, at);
            Door.fromNhwc(l, nhwc, 2 + image * size, b.a, at);
            Door.toNchw(l, a.a, at, backA, 2 + image * size);
            Door.toNhwc(l, b.a, at, backB, 2 + image * size);
        }
        assertThat(a.values()).isEqualTo(expected);
        assertThat(b.values()).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(backA, 2, backA.length)).isEqualTo(Arrays.copyOfRange(nchw, 2, nchw.length));
        assertThat(Arrays.copyOfRange(backB, 2, backB.length)).isEqualTo(Arrays.copyOfRange(nhwc, 2, nhwc.length));
        // Halo and padding channels are not the door's.
        a.forEachPixel((image, y, x) -> {
            if (channels % Layout.CHANNEL_BLOCK != 0) {
                assertThat(a.a[a.at(image, channels, y, x)]).isNaN();
            }
        });
        assertThat(a.a[AT]).isEqualTo(TestTensor.POISON);
    }

    private static float[] numbers(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i + 1;
        }
        return values;
    }
}
