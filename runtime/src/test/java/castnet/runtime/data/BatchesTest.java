package castnet.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final Dataset DATA = SyntheticShapes.train(103, 3);
    private static final int IMAGE = 3 * 32 * 32;

    @Test
    void everyEpochIsAnotherPermutation() {
        Batches batches = Batches.of(DATA, 10).shuffle(1).build();
        assertThat(batches.count()).isEqualTo(11);
        assertThat(batches.size(10)).isEqualTo(3);
        List<Integer> first = order(batches, 0);
        List<Integer> second = order(batches, 1);
        assertThat(first)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 103).boxed().toList());
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
        assertThat(order(batches, 0)).isEqualTo(first);
        assertThat(order(Batches.of(DATA, 7).shuffle(1).build(), 1)).isEqualTo(second);
        assertThat(order(Batches.of(DATA, 10).shuffle(2).build(), 0)).isNotEqualTo(first);
        assertThat(order(Batches.of(DATA, 10).build(), 4)).isSorted();
    }

    private static List<Integer> order(Batches batches, int epoch) {
        batches.start(epoch);
        return IntStream.range(0, batches.count())
                .boxed()
                .flatMap(b -> IntStream.range(0, batches.size(b)).mapToObj(i -> batches.index(b, i)))
                .toList();
    }

    @Test
    void dropsTheLastBatchOnlyIfAsked() {
        float[] images = new float[10 * IMAGE];
        int[] labels = new int[10];
        Batches all = Batches.of(DATA, 10).build();
        Batches whole = Batches.of(DATA, 10).dropLast().build();
        assertThat(IntStream.range(0, 12).map(i -> all.next(images, labels)))
                .containsExactly(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 3, 0);
        assertThat(IntStream.range(0, 11).map(i -> whole.next(images, labels)))
                .containsExactly(10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Batches.of(DATA, 104).dropLast().build())
                .withMessageContaining("103 images do not fill one batch of 104");
    }

    @Test
    void augmentationEqualsThePlainReference() {
        Normalization norm = Normalization.CIFAR10;
        for (Augmentation augmentation :
                List.of(Augmentation.NONE, Augmentation.FLIP, Augmentation.PAD_CROP_FLIP, new Augmentation(40, true))) {
            Batches batches = Batches.of(DATA, 103)
                    .normalize(norm)
                    .augment(augmentation)
                    .shuffle(11)
                    .build();
            float[] images = new float[batches.floats()];
            int[] labels = new int[103];
            batches.start(2);
            batches.next(images, labels);
            for (int i = 0; i < 103; i++) {
                int index = batches.index(0, i);
                float[] expected = reference(augmentation, index, SplitMix.mix(11, 2, index), norm);
                assertThat(Arrays.copyOfRange(images, i * IMAGE, (i + 1) * IMAGE))
                        .containsExactly(expected);
                assertThat(labels[i]).isEqualTo(DATA.label(index));
            }
        }
    }

    /** Pads, cuts out, mirrors: three pictures one after the other. */
    private static float[] reference(Augmentation augmentation, int index, long bits, Normalization norm) {
        int pad = augmentation.pad();
        int side = 32 + 2 * pad;
        int[][][] padded = new int[3][side][side];
        float[] out = new float[IMAGE];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 32; y++) {
                for (int x = 0; x < 32; x++) {
                    padded[c][y + pad][x + pad] = DATA.pixel(index, c, y, x);
                }
            }
            int top = pad + augmentation.rowShift(bits);
            int left = pad + augmentation.columnShift(bits);
            for (int y = 0; y < 32; y++) {
                int[] row = Arrays.copyOfRange(padded[c][top + y], left, left + 32);
                for (int x = 0; x < 32; x++) {
                    int pixel = augmentation.mirrors(bits) ? row[31 - x] : row[x];
                    out[(c * 32 + y) * 32 + x] = norm.value(c, pixel);
                }
            }
        }
        return out;
    }

    @Test
    void augmentationUsesItsWholeRangeEvenly() {
        int[] rows = new int[9];
        int[] columns = new int[9];
        int mirrored = 0;
        for (int i = 0; i < 90_000; i++) {
            long bits = SplitMix.mix(4, 0, i);
            rows[4 + Augmentation.PAD_CROP_FLIP.rowShift(bits)]++;
            columns[4 + Augmentation.PAD_CROP_FLIP.columnShift(bits)]++;
            mirrored += Augmentation.PAD_CROP_FLIP.mirrors(bits) ? 1 : 0;
        }
        assertThat(mirrored).isBetween(44_400, 45_600);
        for (int k = 0; k < 9; k++) {
            assertThat(rows[k]).isBetween(9_600, 10_400);
            assertThat(columns[k]).isBetween(9_600, 10_400);
        }
    }

    @Test
    void resumedAndSlicedBatchesAreTheSame() throws InterruptedException {
        Batches whole = Batches.of(DATA, 32)
                .augment(Augmentation.PAD_CROP_FLIP)
                .shuffle(5)
                .build();
        float[] images = new float[whole.floats()];
        int[] labels = new int[32];
        whole.start(7);
        whole.next(images, labels);
        whole.next(images, labels);

        Batches resumed = Batches.of(DATA, 32)
                .augment(Augmentation.PAD_CROP_FLIP)
                .shuffle(5)
                .build();
        resumed.start(7, 1);
        float[] sliced = new float[whole.floats()];
        int[] slicedLabels = new int[32];
        List<Thread> threads = IntStream.range(0, 3)
                .mapToObj(t -> Thread.ofPlatform()
                        .start(() -> resumed.fill(1, 32 * t / 3, 32 * (t + 1) / 3, sliced, slicedLabels)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(sliced).containsExactly(images);
        assertThat(slicedLabels).containsExactly(labels);
        float[] again = new float[whole.floats()];
        assertThat(resumed.next(again, slicedLabels)).isEqualTo(32);
        assertThat(again).containsExactly(images);
    }

    @Test
    void allocatesNothing() {
        var bean = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Batches batches = Batches.of(DATA, 10)
                .augment(Augmentation.PAD_CROP_FLIP)
                .shuffle(5)
                .build();
        float[] images = new float[batches.floats()];
        int[] labels = new int[10];
        long allocated = Long.MAX_VALUE;
        for (int epoch = 0; epoch < 20; epoch++) {
            long before = bean.getCurrentThreadAllocatedBytes();
            batches.start(epoch);
            while (batches.next(images, labels) > 0) {
                labels[0]++;
            }
            allocated = Math.min(allocated, bean.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(allocated).isZero();
    }

    @Test
    void saysWhatRoomIsMissing() {
        Batches batches = Batches.of(DATA, 10).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batches.next(new float[5], new int[10]))
                .withMessage("room for 5 values and 10 labels, but a batch of 10 images has 30720 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Batches.of(DATA, 10).normalize(Normalization.MNIST))
                .withMessageContaining("1 channels for images of 3");
    }
}
