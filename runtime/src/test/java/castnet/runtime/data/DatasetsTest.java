package castnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
    @TempDir
    Path folder;

    @Test
    void opensShapesOfAnyNumber() throws Exception {
        Datasets data = Datasets.open("synthetic:30,20");
        assertThat(data.train()).hasToString("30 images 3×32×32 in 10 classes");
        assertThat(data.test().size()).isEqualTo(20);
        assertThat(data.name()).isEqualTo("synthetic:30,20");
        assertThat(Datasets.open("synthetic").train().size()).isEqualTo(5_000);
    }

    @Test
    void keepsATenthOfAFolderWithoutTestImages() throws Exception {
        for (int i = 0; i < 20; i++) {
            TestFiles.write(folder.resolve("train/class" + i % 2 + "/" + i + ".png"), TestFiles.png(4, 4, i));
        }
        Datasets data = Datasets.open("folder:" + folder);
        assertThat(data.train().size()).isEqualTo(18);
        assertThat(data.test().size()).isEqualTo(2);
        assertThat(data.normalization().mean(0))
                .isEqualTo(Normalization.of(data.train()).mean(0));
        TestFiles.write(folder.resolve("val/class1/v.png"), TestFiles.png(4, 4, 99));
        assertThat(Datasets.open("folder:" + folder).test().size()).isEqualTo(1);
        TestFiles.write(folder.resolve("test/class1/t.png"), TestFiles.png(4, 4, 98));
        Datasets small = Datasets.open("folder:" + folder, ImageOptions.GREY.withSize(2, 3));
        assertThat(small.train()).hasToString("20 images 1×2×3 in 2 classes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cifar",
                "cifar10",
                "cifar10:",
                "mnist",
                "synthetic:",
                "synthetic:0,5",
                "synthetic:5",
                "imagenet:x"
            })
    void listsTheFormsForAnyOther(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Datasets.open(text))
                .withMessageStartingWith("'" + text + "' names no data set; the forms are:")
                .withMessageContaining("cifar100:DIR")
                .withMessageContaining("folder:PATH");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Datasets.open("cifar10:" + folder))
                .withMessageContaining("data_batch_*.bin");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Datasets.open("mnist:" + folder.resolve("none")))
                .withMessage(folder.resolve("none") + ": does not exist");
    }
}
