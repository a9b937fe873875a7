package castnet.runtime.data;

/**
 * How a training image is changed at random: shifted by up to {@code pad} pixels each way (a border of black pixels is
 * added, and an image of the old size is cut out of it), then mirrored left to right in half of all cases. What happens is a
 * function of the random bits it is given alone.
 *
 * @param pad largest shift in pixels, at least 0
 * @param flip whether to mirror
 */
public record Augmentation(int pad, boolean flip) {
    /** Leaves images as they are. */
    public static final Augmentation NONE = new Augmentation(0, false);

    /** Mirrors half of the images. */
    public static final Augmentation FLIP = new Augmentation(0, true);

    /** The usual one for CIFAR: shifts by up to 4 pixels, then mirrors half of the images. */
    public static final Augmentation PAD_CROP_FLIP = new Augmentation(4, true);

    /** Checks the size of the border. */
    public Augmentation {
        if (pad < 0 || pad > 1024) {
            throw new IllegalArgumentException("pad " + pad + " is outside 0..1024");
        }
    }

    /** The same with another border. */
    public Augmentation withPad(int newPad) {
        return new Augmentation(newPad, flip);
    }

    /** The same with or without mirroring. */
    public Augmentation withFlip(boolean newFlip) {
        return new Augmentation(pad, newFlip);
    }

    /** Rows by which the image is read further down; from -pad to pad. */
    int rowShift(long bits) {
        return SplitMix.below(SplitMix.mix(bits, 1), 2 * pad + 1) - pad;
    }

    /** Columns by which the image is read further right; from -pad to pad. */
    int columnShift(long bits) {
        return SplitMix.below(SplitMix.mix(bits, 2), 2 * pad + 1) - pad;
    }

    boolean mirrors(long bits) {
        return flip && SplitMix.mix(bits, 3) < 0;
    }

    /**
     * Writes a changed and normalised image.
     *
     * @param dataset holds the image
     * @param index the image's number
     * @param bits decide what happens
     * @param normalization applied to every pixel, the border's zeros included
     * @param out receives the image from {@code offset}, CHW
     */
    void apply(Dataset dataset, int index, long bits, Normalization normalization, float[] out, int offset) {
        if (equals(NONE)) {
            dataset.image(index, normalization, out, offset);
            return;
        }
        int rows = rowShift(bits);
        int columns = columnShift(bits);
        boolean mirror = mirrors(bits);
        byte[] planes = dataset.planes(index);
        float[] table = normalization.table();
        int height = dataset.height();
        int width = dataset.width();
        int to = offset;
        for (int c = 0; c < dataset.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int sourceRow = y + rows;
                boolean rowInside = sourceRow >= 0 && sourceRow < height;
                int from = (c * height + sourceRow) * width;
                for (int x = 0; x < width; x++) {
                    int sourceColumn = (mirror ? width - 1 - x : x) + columns;
                    boolean inside = rowInside && sourceColumn >= 0 && sourceColumn < width;
                    out[to++] = table[256 * c + (inside ? planes[from + sourceColumn] & 255 : 0)];
                }
            }
        }
    }
}
