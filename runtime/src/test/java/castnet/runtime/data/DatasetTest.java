package castnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    private static Dataset numbered(int count) {
        Dataset.Builder builder = Dataset.builder(2, 3, 5, List.of("a", "b", "c"));
        for (int i = 0; i < count; i++) {
            builder.add(TestFiles.bytes(30, i), i % 3);
        }
        return builder.build();
    }

    @Test
    void keepsWhatWasAdded() {
        byte[] planes = TestFiles.bytes(30, 9);
        byte[] before = planes.clone();
        Dataset data =
                Dataset.builder(2, 3, 5, List.of("a", "b")).add(planes, 1).build();
        planes[0]++;
        float[] out = new float[32];
        data.image(0, out, 1);
        for (int i = 0; i < 30; i++) {
            assertThat(out[1 + i]).isEqualTo(before[i] & 255);
            assertThat(data.pixel(0, i / 15, i / 5 % 3, i % 5)).isEqualTo(before[i] & 255);
        }
        assertThat(out[0]).isZero();
        assertThat(out[31]).isZero();
        assertThat(data.label(0)).isEqualTo(1);
        assertThat(data).hasToString("1 images 2×3×5 in 2 classes");
        assertThat(data.classCounts()).containsExactly(0, 1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Dataset.Builder builder = Dataset.builder(2, 3, 5, List.of("a", "b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.add(new byte[29], 0))
                .withMessage("29 bytes are not an image 2×3×5");
        assertThatThrownBy(() -> builder.add(new byte[30], 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.builder(0, 1, 1, List.of()));
        assertThatThrownBy(() -> numbered(1).image(0, new float[29], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void imagesAreBroughtToAnotherShape() {
        byte[] grey = {0, 50, 100, (byte) 200};
        Dataset data = Dataset.builder(1, 2, 2, List.of("a", "b")).add(grey, 1).build();
        Dataset color = data.converted(ImageOptions.RGB);
        assertThat(color).hasToString("1 images 3×2×2 in 2 classes");
        assertThat(color.label(0)).isEqualTo(1);
        assertThat(color.planes(0)).containsExactly(0, 50, 100, 200, 0, 50, 100, 200, 0, 50, 100, 200);
        assertThat(color.converted(ImageOptions.GREY).planes(0)).isEqualTo(grey);
        assertThat(data.converted(ImageOptions.GREY.withSize(1, 1)).pixel(0, 0, 0, 0))
                .isEqualTo(88);
        assertThat(data.converted(ImageOptions.GREY.withSize(4, 6)))
                .hasToString("1 images 1×4×6 in 2 classes")
                .extracting(large -> large.pixel(0, 0, 3, 5))
                .isEqualTo(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbered(1).converted(ImageOptions.RGB))
                .withMessage("images of 2 channels, expected 1 or 3");
    }

    @Test
    void subsetsAndRangesKeepImagesAndLabels() {
        Dataset data = numbered(10);
        Dataset some = data.subset(7, 2, 2);
        assertThat(some.size()).isEqualTo(3);
        assertThat(some.label(0)).isEqualTo(1);
        assertThat(some.planes(1)).isEqualTo(data.planes(2)).isEqualTo(some.planes(2));
        assertThat(data.range(4, 6).planes(1)).isEqualTo(data.planes(5));
    }

    @Test
    void splitIsAPartitionThatTheSeedFixes() {
        Dataset data = numbered(100);
        TrainTest split = data.split(0.8, 5);
        assertThat(split.train().size()).isEqualTo(80);
        assertThat(split.test().size()).isEqualTo(20);
        List<byte[]> all = IntStream.range(0, 100)
                .mapToObj(i -> i < 80 ? split.train().planes(i) : split.test().planes(i - 80))
                .toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(data.split(0.8, 5).test().planes(7)).isSameAs(split.test().planes(7));
        assertThat(data.split(0.8, 6).test().planes(0))
                .isNotEqualTo(split.test().planes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.split(1.1, 0))
                .withMessageContaining("1.1");
    }

    @Test
    void normalizationIsTheFormulaInDouble() {
        float[] out = new float[30];
        Dataset data = numbered(1);
        Normalization norm = new Normalization(new double[] {0.3, 0.6}, new double[] {0.2, 0.4});
        data.image(0, norm, out, 0);
        assertThat(out[3]).isEqualTo((float) ((data.pixel(0, 0, 0, 3) / 255.0 - 0.3) / 0.2));
        assertThat(out[15]).isEqualTo((float) ((data.pixel(0, 1, 0, 0) / 255.0 - 0.6) / 0.4));
        float[] plain = new float[30];
        data.image(0, Normalization.raw(2), out, 0);
        data.image(0, plain, 0);
        assertThat(out).containsExactly(plain);
        assertThatIllegalArgumentException().isThrownBy(() -> data.image(0, Normalization.raw(7), out, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Normalization(new double[] {0}, new double[] {0}))
                .withMessageContaining("positive deviation");
    }

    @Test
    void computedNormalizationCentresAndScales() {
        Dataset data = numbered(50);
        Normalization norm = Normalization.of(data);
        for (int c = 0; c < 2; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 50; i++) {
                float[] out = new float[30];
                data.image(i, norm, out, 0);
                for (int p = 15 * c; p < 15 * (c + 1); p++) {
                    sum += out[p];
                    squares += out[p] * out[p];
                }
            }
            assertThat(sum / 750).isCloseTo(0, within(1e-6));
            assertThat(squares / 750).isCloseTo(1, within(1e-6));
        }
        Dataset flat =
                Dataset.builder(1, 1, 1, List.of("a")).add(new byte[] {51}, 0).build();
        assertThat(Normalization.of(flat).value(0, 51)).isCloseTo(0, within(1e-7f));
    }
}
