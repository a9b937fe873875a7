package castnet.processor.pass.analysis;

import castnet.processor.graph.TensorShape;

/** Pixels at a constant distance of each other: some rows times some columns. */
public record StridedBox(StridedInterval rows, StridedInterval columns) {
    /** Every pixel of a tensor. */
    public static StridedBox all(TensorShape shape) {
        return new StridedBox(StridedInterval.all(shape.height()), StridedInterval.all(shape.width()));
    }

    /** The smallest box around what is read of a tensor; all of it if nothing is. */
    public static StridedBox hull(ReadSet read) {
        return read.isEmpty()
                ? all(read.shape())
                : new StridedBox(
                        StridedInterval.hull(read.pixels().rows()),
                        StridedInterval.hull(read.pixels().columns()));
    }

    /** Whether it is every pixel of a tensor. */
    public boolean isAll(TensorShape shape) {
        return equals(all(shape));
    }

    /** The shape of a tensor with these pixels only. */
    public TensorShape shape(int channels) {
        return new TensorShape(channels, rows.count(), columns.count());
    }

    /** These pixels of every channel of a tensor. */
    public ReadSet of(TensorShape shape) {
        return ReadSet.of(shape, Pixels.product(shape.height(), shape.width(), rows.lines(), columns.lines()));
    }

    @Override
    public String toString() {
        return "rows " + rows + " × columns " + columns;
    }
}
