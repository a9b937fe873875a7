package castnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The published files themselves, where they are at hand. */
class RealDataTest {
    @Test
    void cifar10Records() throws Exception {
        Path folder = SharedData.require("cifar10");
        Dataset train = Cifar.CIFAR10.read(List.of(folder.resolve("train_lossless_00000-03999.bin")));
        assertThat(train).hasToString("4000 images 3×32×32 in 10 classes");
        assertThat(List.of(0, 1, 2, 3, 4).stream().map(i -> train.classNames().get(train.label(i))))
                .containsExactly("frog", "truck", "truck", "deer", "automobile");
        assertThat(List.of(0, 1, 2).stream().map(c -> train.pixel(0, c, 0, 0))).containsExactly(59, 62, 63);
        Normalization measured = Normalization.of(train);
        for (int c = 0; c < 3; c++) {
            assertThat(measured.mean(c)).isCloseTo(Normalization.CIFAR10.mean(c), within(0.01));
            assertThat(measured.deviation(c)).isCloseTo(Normalization.CIFAR10.deviation(c), within(0.01));
        }
        Dataset test = Cifar.CIFAR10.read(List.of(folder.resolve("test_jpeg_00000-04999.bin")));
        assertThat(test.size()).isEqualTo(5_000);
        assertThat(List.of(0, 1, 2, 3).stream().map(test::label)).containsExactly(3, 8, 8, 0);
        assertThat(Cifar.CIFAR10
                        .read(List.of(folder.resolve("test_lossless.bin")))
                        .size())
                .isEqualTo(389);
    }

    @Test
    void mnist() throws Exception {
        TrainTest data = Idx.open(SharedData.require("mnist"));
        assertThat(data.train()).hasToString("60000 images 1×28×28 in 10 classes");
        assertThat(data.test()).hasToString("10000 images 1×28×28 in 10 classes");
        assertThat(List.of(0, 1, 2, 3, 4).stream().map(data.train()::label)).containsExactly(5, 0, 4, 1, 9);
        assertThat(List.of(0, 1, 2, 3).stream().map(data.test()::label)).containsExactly(7, 2, 1, 0);
        assertThat(data.train().classCounts())
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        Normalization measured = Normalization.of(data.train());
        assertThat(measured.mean(0)).isCloseTo(0.1307, within(5e-5));
        assertThat(measured.deviation(0)).isCloseTo(0.3081, within(5e-5));
    }

    @Test
    void cifar10AsJpegArchive() throws Exception {
        Path archive = SharedData.require("cifar10_jpeg/train.tar.gz");
        Dataset train = Objects.requireNonNull(
                ImageFolder.read(archive, ImageOptions.RGB).get("train"));
        assertThat(train).hasToString("50000 images 3×32×32 in 10 classes");
        assertThat(train.classNames()).isEqualTo(Cifar.CIFAR10.classNames());
        assertThat(train.classCounts()).containsOnly(5_000);
        Normalization measured = Normalization.of(train);
        for (int c = 0; c < 3; c++) {
            assertThat(measured.mean(c)).isCloseTo(Normalization.CIFAR10.mean(c), within(0.003));
            assertThat(measured.deviation(c)).isCloseTo(Normalization.CIFAR10.deviation(c), within(0.005));
        }
    }
}
