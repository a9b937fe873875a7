package castnet.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.memory.Layout;
import castnet.runtime.thread.Worker;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HaloTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void clearsTheHaloAndNothingElse(int parts) {
        Layout l = new Layout(3, 4, 5, 16, 1, 2, 3, 0);
        int n = 3;
        float[] y = new float[11 + n * l.imageStride() + 4];
        Arrays.fill(y, 7f);
        float[] expected = y.clone();
        Arrays.fill(expected, 11, 11 + n * l.imageStride(), 0f);
        for (int image = 0; image < n; image++) {
            for (int row = 0; row < l.height(); row++) {
                int from = 11 + image * l.imageStride() + l.offset(row, 0);
                Arrays.fill(expected, from, from + l.width() * l.channelStride(), 7f);
            }
        }
        for (int part = 0; part < parts; part++) {
            Halo.clear(l, y, 11, n, Worker.slice(part, parts, 0));
        }
        assertThat(y).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aDenseTensorHasNone(int n) {
        float[] y = new float[2 * 2 * 16 * n];
        Arrays.fill(y, 7f);
        Halo.clear(Layout.blocked(3, 2, 2), y, 0, n, Worker.alone(0));
        assertThat(y).containsOnly(7f);
    }
}
