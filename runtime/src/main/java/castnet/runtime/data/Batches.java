package castnet.runtime.data;

import java.util.Objects;

/**
 * The batches of an epoch: which images, in which order, changed how. All of it is a function of the seed, the epoch and
 * the image's number, so that a training which is resumed at an epoch, or runs on another number of threads, sees the same.
 *
 * <p>{@link #start} sets the epoch; then either one thread calls {@link #next} until it returns 0, or any number of threads
 * {@link #fill} slices of the batches, which changes nothing here. Nothing is allocated after construction.
 *
 * <pre>{@code
 * Batches batches = Batches.of(data, 128).normalize(Normalization.CIFAR10).shuffle(seed).build();
 * batches.start(epoch);
 * for (int n = batches.next(images, labels); n > 0; n = batches.next(images, labels)) {
 *     ...
 * }
 * }</pre>
 */
public final class Batches {
    private final Dataset dataset;
    private final int batchSize;
    private final Normalization normalization;
    private final Augmentation augmentation;
    private final boolean shuffled;
    private final long seed;
    private final int used;
    private final int[] order;
    private int epoch;
    private int position;

    private Batches(Builder builder) {
        this.dataset = builder.dataset;
        this.batchSize = builder.batchSize;
        this.normalization = builder.normalization;
        this.augmentation = builder.augmentation;
        this.shuffled = builder.shuffled;
        this.seed = builder.seed;
        this.used = builder.dropLast ? dataset.size() / batchSize * batchSize : dataset.size();
        this.order = new int[dataset.size()];
        start(0);
    }

    /**
     * Starts the description of a row of batches: in the data set's order, raw pixels, the last batch as small as it comes.
     *
     * @param dataset at least one image
     * @param batchSize images per batch, at least 1
     */
    public static Builder of(Dataset dataset, int batchSize) {
        return new Builder(dataset, batchSize);
    }

    /** The images that the batches are made of. */
    public Dataset dataset() {
        return dataset;
    }

    /** Number of batches in an epoch. */
    public int count() {
        return (int) (((long) used + batchSize - 1) / batchSize);
    }

    /** Images of a batch: the batch size, or less for the last one. */
    public int size(int batch) {
        Objects.checkIndex(batch, count());
        return Math.min(batchSize, used - batch * batchSize);
    }

    /** Values that a full batch needs: batch size times channels times height times width. */
    public int floats() {
        return Math.multiplyExact(batchSize, dataset.imageSize());
    }

    /** Goes to the first batch of an epoch. */
    public void start(int newEpoch) {
        start(newEpoch, 0);
    }

    /** Goes to a batch of an epoch, to resume there. */
    public void start(int newEpoch, int batch) {
        Objects.checkIndex(batch, count() + 1);
        epoch = newEpoch;
        position = batch;
        if (shuffled) {
            SplitMix.permutation(SplitMix.mix(seed, newEpoch, -1), order);
        } else {
            for (int i = 0; i < order.length; i++) {
                order[i] = i;
            }
        }
    }

    /**
     * Writes the next batch.
     *
     * @param images receives NCHW; room for {@link #floats}
     * @param labels receives the classes
     * @return the number of images, or 0 at the end of the epoch
     */
    public int next(float[] images, int[] labels) {
        if (position == count()) {
            return 0;
        }
        int n = size(position);
        fill(position, 0, n, images, labels);
        position++;
        return n;
    }

    /**
     * Writes some images of a batch of this epoch at their places. Several threads may write different images at once, as
     * long as none calls {@link #start}.
     *
     * @param batch number of the batch, from 0
     * @param from first image within the batch
     * @param to one past the last image within the batch
     * @param images the whole batch, NCHW
     * @param labels the whole batch's classes
     */
    public void fill(int batch, int from, int to, float[] images, int[] labels) {
        int n = size(batch);
        Objects.checkFromToIndex(from, to, n);
        int stride = dataset.imageSize();
        if (images.length < (long) n * stride || labels.length < n) {
            throw new IllegalArgumentException(
                    "room for %d values and %d labels, but a batch of %d images has %d values"
                            .formatted(images.length, labels.length, n, (long) n * stride));
        }
        for (int i = from; i < to; i++) {
            int index = order[batch * batchSize + i];
            long bits = SplitMix.mix(seed, epoch, index);
            augmentation.apply(dataset, index, bits, normalization, images, i * stride);
            labels[i] = dataset.label(index);
        }
    }

    /** Number in the data set of an image of this epoch. */
    public int index(int batch, int image) {
        Objects.checkIndex(image, size(batch));
        return order[batch * batchSize + image];
    }

    /** Describes a row of batches. */
    public static final class Builder {
        private final Dataset dataset;
        private final int batchSize;
        private Normalization normalization;
        private Augmentation augmentation = Augmentation.NONE;
        private boolean shuffled;
        private boolean dropLast;
        private long seed;

        private Builder(Dataset dataset, int batchSize) {
            if (batchSize < 1) {
                throw new IllegalArgumentException("batch size " + batchSize + " is below 1");
            }
            if (dataset.size() == 0) {
                throw new IllegalArgumentException("the data set is empty");
            }
            this.dataset = dataset;
            this.batchSize = batchSize;
            this.normalization = Normalization.raw(dataset.channels());
        }

        /** Normalises pixels; as many channels as the images have. */
        public Builder normalize(Normalization chosen) {
            if (chosen.channels() != dataset.channels()) {
                throw new IllegalArgumentException("a normalisation of %d channels for images of %d"
                        .formatted(chosen.channels(), dataset.channels()));
            }
            normalization = chosen;
            return this;
        }

        /** A new order in every epoch. */
        public Builder shuffle(long chosenSeed) {
            shuffled = true;
            seed = chosenSeed;
            return this;
        }

        /** Changes images at random, by the seed of {@link #shuffle} (0 without it). */
        public Builder augment(Augmentation chosen) {
            augmentation = chosen;
            return this;
        }

        /** Leaves out the images of an epoch that do not fill a batch. */
        public Builder dropLast() {
            dropLast = true;
            return this;
        }

        /** The batches, at the start of epoch 0. */
        public Batches build() {
            if (dropLast && dataset.size() < batchSize) {
                throw new IllegalArgumentException(
                        "%d images do not fill one batch of %d, and the last one is to be dropped"
                                .formatted(dataset.size(), batchSize));
            }
            return new Batches(this);
        }
    }
}
