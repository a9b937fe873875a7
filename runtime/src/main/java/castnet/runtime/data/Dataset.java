package castnet.runtime.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Labelled images of one shape in memory. A pixel is an unsigned byte, an image its planes one after the other (CHW).
 * Immutable, and safe for any number of threads; parts of a data set share its pixels.
 */
public final class Dataset {
    private final int channels;
    private final int height;
    private final int width;
    private final List<String> classNames;
    private final byte[][] images;
    private final int[] labels;

    private Dataset(Dataset like, byte[][] images, int[] labels) {
        this.channels = like.channels;
        this.height = like.height;
        this.width = like.width;
        this.classNames = like.classNames;
        this.images = images;
        this.labels = labels;
    }

    private Dataset(Builder builder) {
        this.channels = builder.channels;
        this.height = builder.height;
        this.width = builder.width;
        this.classNames = builder.classNames;
        this.images = builder.images.toArray(byte[][]::new);
        this.labels = Arrays.copyOf(builder.labels, images.length);
    }

    /**
     * Starts an empty data set.
     *
     * @param channels planes per image, at least 1
     * @param height rows, at least 1
     * @param width columns, at least 1
     * @param classNames one name per label, in the order of the labels
     */
    public static Builder builder(int channels, int height, int width, List<String> classNames) {
        return new Builder(channels, height, width, classNames);
    }

    /** Number of images. */
    public int size() {
        return images.length;
    }

    /** Planes per image. */
    public int channels() {
        return channels;
    }

    /** Rows per plane. */
    public int height() {
        return height;
    }

    /** Columns per plane. */
    public int width() {
        return width;
    }

    /** Values of one image: channels times height times width. */
    public int imageSize() {
        return channels * height * width;
    }

    /** Number of classes; labels are from 0 to {@code classes() - 1}. */
    public int classes() {
        return classNames.size();
    }

    /** The classes' names in the order of their labels. */
    public List<String> classNames() {
        return classNames;
    }

    /** Class of an image, from 0 to {@code classes() - 1}. */
    public int label(int index) {
        return labels[index];
    }

    /** Number of images of each class. */
    public int[] classCounts() {
        int[] counts = new int[classes()];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** One value of an image, from 0 to 255. */
    public int pixel(int index, int channel, int row, int column) {
        Objects.checkIndex(channel, channels);
        Objects.checkIndex(row, height);
        Objects.checkIndex(column, width);
        return images[index][(channel * height + row) * width + column] & 255;
    }

    /**
     * Copies an image as numbers from 0 to 255.
     *
     * @param index which image
     * @param out receives {@code imageSize()} values, CHW
     * @param offset index of the first value in {@code out}
     */
    public void image(int index, float[] out, int offset) {
        byte[] planes = images[index];
        Objects.checkFromIndexSize(offset, planes.length, out.length);
        for (int i = 0; i < planes.length; i++) {
            out[offset + i] = planes[i] & 255;
        }
    }

    /**
     * Copies an image, normalised.
     *
     * @param index which image
     * @param normalization for as many channels as the images have
     * @param out receives {@code imageSize()} values, CHW
     * @param offset index of the first value in {@code out}
     */
    public void image(int index, Normalization normalization, float[] out, int offset) {
        normalization.apply(images[index], out, offset);
    }

    /** An image's bytes themselves; not to be changed. */
    byte[] planes(int index) {
        return images[index];
    }

    /** The images with these numbers, in this order. */
    public Dataset subset(int... indices) {
        byte[][] chosen = new byte[indices.length][];
        int[] chosenLabels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            chosen[i] = images[indices[i]];
            chosenLabels[i] = labels[indices[i]];
        }
        return new Dataset(this, chosen, chosenLabels);
    }

    /** Images {@code from} to {@code to - 1}. */
    public Dataset range(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        return new Dataset(this, Arrays.copyOfRange(images, from, to), Arrays.copyOfRange(labels, from, to));
    }

    /**
     * The same images in another shape: grey in each of three channels or colour as brightness, resized bilinearly.
     *
     * @throws IllegalArgumentException if these images are neither grey nor RGB
     */
    public Dataset converted(ImageOptions shape) {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("images of %d channels, expected 1 or 3".formatted(channels));
        }
        int newHeight = shape.height() == 0 ? height : shape.height();
        int newWidth = shape.width() == 0 ? width : shape.width();
        Builder converted = builder(shape.channels(), newHeight, newWidth, classNames);
        for (int i = 0; i < size(); i++) {
            Picture picture = new Picture(channels, height, width, images[i]);
            converted.adopt(
                    Resize.bilinear(picture.withChannels(shape.channels()), newHeight, newWidth)
                            .planes(),
                    labels[i]);
        }
        return converted.build();
    }

    /**
     * Divides the images at random, the same way for the same seed on every machine. Both parts keep the images' order.
     *
     * @param fraction share of the images, from 0 to 1, that goes to the training part (rounded to whole images)
     * @param seed chooses which
     */
    public TrainTest split(double fraction, long seed) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction " + fraction + " is outside 0..1");
        }
        int[] order = new int[size()];
        SplitMix.permutation(SplitMix.mix(seed, size()), order);
        int first = (int) StrictMath.round(fraction * size());
        int[] train = Arrays.copyOf(order, first);
        int[] test = Arrays.copyOfRange(order, first, order.length);
        Arrays.sort(train);
        Arrays.sort(test);
        return new TrainTest(subset(train), subset(test));
    }

    @Override
    public String toString() {
        return "%d images %d×%d×%d in %d classes".formatted(size(), channels, height, width, classes());
    }

    /** Collects images. Not thread-safe. */
    public static final class Builder {
        private final int channels;
        private final int height;
        private final int width;
        private final List<String> classNames;
        private final List<byte[]> images = new ArrayList<>();
        private int[] labels = new int[64];

        private Builder(int channels, int height, int width, List<String> classNames) {
            if (channels < 1 || height < 1 || width < 1 || (long) channels * height * width > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "no image has the shape %d×%d×%d".formatted(channels, height, width));
            }
            this.channels = channels;
            this.height = height;
            this.width = width;
            this.classNames = List.copyOf(classNames);
        }

        /**
         * Adds a copy of an image.
         *
         * @param planes channels times height times width unsigned bytes, CHW
         * @param label its class
         */
        public Builder add(byte[] planes, int label) {
            return adopt(planes.clone(), label);
        }

        /** Adds an image without a copy; the caller must not change it afterwards. */
        Builder adopt(byte[] planes, int label) {
            if (planes.length != channels * height * width) {
                throw new IllegalArgumentException(
                        "%d bytes are not an image %d×%d×%d".formatted(planes.length, channels, height, width));
            }
            Objects.checkIndex(label, classNames.size());
            int size = images.size();
            if (size == labels.length) {
                labels = Arrays.copyOf(labels, 2 * size);
            }
            labels[size] = label;
            images.add(planes);
            return this;
        }

        /** The images added so far. */
        public Dataset build() {
            return new Dataset(this);
        }
    }
}
