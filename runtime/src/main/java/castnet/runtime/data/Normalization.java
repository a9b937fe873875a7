package castnet.runtime.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * Maps a pixel {@code x}, an unsigned byte, to {@code (x / 255 - mean) / deviation}, per channel: computed in double and
 * rounded once. Immutable and thread-safe.
 */
public final class Normalization {
    /** The averages of the CIFAR-10 training images and their deviations; RGB. */
    public static final Normalization CIFAR10 =
            new Normalization(new double[] {0.4914, 0.4822, 0.4465}, new double[] {0.2470, 0.2435, 0.2616});

    /** The averages of the CIFAR-100 training images and their deviations; RGB. */
    public static final Normalization CIFAR100 =
            new Normalization(new double[] {0.5071, 0.4865, 0.4409}, new double[] {0.2673, 0.2564, 0.2762});

    /** What torchvision's networks expect; RGB. */
    public static final Normalization IMAGENET =
            new Normalization(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});

    /** The average of the MNIST training images and their deviation; one channel. */
    public static final Normalization MNIST = new Normalization(new double[] {0.1307}, new double[] {0.3081});

    private final double[] mean;
    private final double[] deviation;
    private final float[] table;

    /**
     * A normalisation of one's own.
     *
     * @param mean per channel, in units of the full range (0 is black, 1 is white)
     * @param deviation per channel, in the same units, positive
     */
    public Normalization(double[] mean, double[] deviation) {
        if (mean.length == 0 || mean.length != deviation.length) {
            throw new IllegalArgumentException("%d means and %d deviations, expected one of each per channel"
                    .formatted(mean.length, deviation.length));
        }
        this.mean = mean.clone();
        this.deviation = deviation.clone();
        this.table = new float[256 * mean.length];
        for (int c = 0; c < mean.length; c++) {
            if (!Double.isFinite(mean[c]) || !(deviation[c] > 0) || !Double.isFinite(deviation[c])) {
                throw new IllegalArgumentException(
                        "channel %d: mean %s and deviation %s, expected finite numbers and a positive deviation"
                                .formatted(c, mean[c], deviation[c]));
            }
            for (int x = 0; x < 256; x++) {
                table[256 * c + x] = (float) ((x / 255.0 - mean[c]) / deviation[c]);
            }
        }
    }

    /** Leaves pixels as they are, from 0 to 255. */
    public static Normalization raw(int channels) {
        double[] deviation = new double[channels];
        Arrays.fill(deviation, 1 / 255.0);
        return new Normalization(new double[channels], deviation);
    }

    /**
     * The averages and deviations of a data set's own pixels. A channel that never changes is only centred (deviation 1).
     *
     * @param dataset at least one image
     */
    public static Normalization of(Dataset dataset) {
        if (dataset.size() == 0) {
            throw new IllegalArgumentException("an empty data set has no average");
        }
        int plane = dataset.height() * dataset.width();
        double count = (double) plane * dataset.size();
        double[] mean = new double[dataset.channels()];
        double[] deviation = new double[dataset.channels()];
        for (int c = 0; c < mean.length; c++) {
            long sum = 0;
            long squares = 0;
            for (int i = 0; i < dataset.size(); i++) {
                byte[] planes = dataset.planes(i);
                for (int p = c * plane; p < (c + 1) * plane; p++) {
                    int x = planes[p] & 255;
                    sum += x;
                    squares += (long) x * x;
                }
            }
            double average = sum / count;
            double variance = squares / count - average * average;
            mean[c] = average / 255;
            deviation[c] = variance > 1e-9 ? Math.sqrt(variance) / 255 : 1;
        }
        return new Normalization(mean, deviation);
    }

    /** Number of channels. */
    public int channels() {
        return mean.length;
    }

    /** Mean of a channel, in units of the full range. */
    public double mean(int channel) {
        return mean[channel];
    }

    /** Deviation of a channel, in units of the full range. */
    public double deviation(int channel) {
        return deviation[channel];
    }

    /** The normalised value of a pixel from 0 to 255. */
    public float value(int channel, int pixel) {
        Objects.checkIndex(pixel, 256);
        return table[256 * channel + pixel];
    }

    /** Index 256·channel + pixel. */
    float[] table() {
        return table;
    }

    void apply(byte[] planes, float[] out, int offset) {
        Objects.checkFromIndexSize(offset, planes.length, out.length);
        if (planes.length % channels() != 0) {
            throw new IllegalArgumentException("a normalisation of %d channels does not fit an image of %d values"
                    .formatted(channels(), planes.length));
        }
        int plane = planes.length / channels();
        for (int c = 0; c < channels(); c++) {
            int base = 256 * c;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                out[offset + i] = table[base + (planes[i] & 255)];
            }
        }
    }

    @Override
    public String toString() {
        return "(x/255 - %s) / %s".formatted(Arrays.toString(mean), Arrays.toString(deviation));
    }
}
