package castnet.processor.pass.analysis;

import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A set of pixels of a map, exactly: a union of products of rows and columns. What windows read is such a product, and products
 * stay few, so a union of them is small where a bitmap of the map is large. Immutable.
 */
public final class Pixels {
    private final int height;
    private final int width;
    private final List<Product> products;

    /** Every row of some with every column of others; neither is changed once it is here. */
    private record Product(BitSet rows, BitSet columns) {
        boolean isEmpty() {
            return rows.isEmpty() || columns.isEmpty();
        }

        boolean covers(Product other) {
            return includes(rows, other.rows) && includes(columns, other.columns);
        }

        private static boolean includes(BitSet all, BitSet some) {
            BitSet rest = (BitSet) some.clone();
            rest.andNot(all);
            return rest.isEmpty();
        }
    }

    private Pixels(int height, int width, List<Product> products) {
        this.height = height;
        this.width = width;
        this.products = List.copyOf(products);
    }

    /** No pixel of a map. */
    public static Pixels none(int height, int width) {
        return new Pixels(height, width, List.of());
    }

    /** Every pixel of a map. */
    public static Pixels all(int height, int width) {
        return product(height, width, Lines.all(height), Lines.all(width));
    }

    /** These rows of these columns. */
    static Pixels product(int height, int width, BitSet rows, BitSet columns) {
        Product product = new Product((BitSet) rows.clone(), (BitSet) columns.clone());
        return new Pixels(height, width, product.isEmpty() ? List.of() : List.of(product));
    }

    /** These pixels and those. */
    Pixels union(Pixels other) {
        List<Product> union = new ArrayList<>(products);
        for (Product added : other.products) {
            add(union, added);
        }
        return new Pixels(height, width, union);
    }

    // A product that another covers goes; two that share their rows or columns become one.
    private static void add(List<Product> union, Product added) {
        if (union.stream().anyMatch(p -> p.covers(added))) {
            return;
        }
        union.removeIf(added::covers);
        for (Product product : union) {
            boolean sameRows = product.rows.equals(added.rows);
            if (sameRows || product.columns.equals(added.columns)) {
                union.remove(product);
                BitSet lines = (BitSet) (sameRows ? product.columns : product.rows).clone();
                lines.or(sameRows ? added.columns : added.rows);
                add(union, sameRows ? new Product(added.rows, lines) : new Product(lines, added.columns));
                return;
            }
        }
        union.add(added);
    }

    /** The pixels of a map of {@code x}'s size that windows read whose outputs are these pixels. */
    Pixels through(Window w, TensorShape x) {
        return mapped(
                x,
                rows -> Lines.read(rows, w.kernelHeight(), w.strideHeight(), w.dilationHeight(), w.top(), x.height()),
                columns ->
                        Lines.read(columns, w.kernelWidth(), w.strideWidth(), w.dilationWidth(), w.left(), x.width()));
    }

    /** The pixels of a map of {@code x}'s size that an upsampling reads for these pixels. */
    Pixels interpolated(Op.Upsample up, TensorShape x) {
        return mapped(
                x,
                rows -> Lines.interpolated(rows, up.scale(), up.bilinear(), x.height()),
                columns -> Lines.interpolated(columns, up.scale(), up.bilinear(), x.width()));
    }

    /** The pixels of a map of {@code x}'s size that a reflection at its edges reads for these pixels. */
    Pixels reflected(Op.Pad pad, TensorShape x) {
        return mapped(
                x,
                rows -> Lines.reflected(rows, pad.top(), x.height()),
                columns -> Lines.reflected(columns, pad.left(), x.width()));
    }

    /** What is read of a map of {@code x}'s size, one axis at a time. */
    private Pixels mapped(TensorShape x, UnaryOperator<BitSet> rows, UnaryOperator<BitSet> columns) {
        Pixels read = none(x.height(), x.width());
        for (Product p : products) {
            read = read.union(product(x.height(), x.width(), rows.apply(p.rows), columns.apply(p.columns)));
        }
        return read;
    }

    /** Rows with at least one of the pixels; the caller's own. */
    public BitSet rows() {
        BitSet rows = new BitSet(height);
        products.forEach(p -> rows.or(p.rows));
        return rows;
    }

    /** Columns with at least one of the pixels; the caller's own. */
    public BitSet columns() {
        BitSet columns = new BitSet(width);
        products.forEach(p -> columns.or(p.columns));
        return columns;
    }

    /** Whether a pixel is among them. */
    public boolean contains(int row, int column) {
        return products.stream().anyMatch(p -> p.rows.get(row) && p.columns.get(column));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return products.isEmpty();
    }

    /** Whether these are all pixels of the map. */
    public boolean isAll() {
        return count() == height * width;
    }

    /** How many pixels they are. */
    public int count() {
        if (products.size() == 1) {
            Product only = products.getFirst();
            return only.rows.cardinality() * only.columns.cardinality();
        }
        int count = 0;
        for (int row = 0; row < height && !products.isEmpty(); row++) {
            BitSet columns = new BitSet(width);
            for (Product p : products) {
                if (p.rows.get(row)) {
                    columns.or(p.columns);
                }
            }
            count += columns.cardinality();
        }
        return count;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Pixels other
                && height == other.height
                && width == other.width
                && count() == other.count()
                && union(other).count() == count();
    }

    @Override
    public int hashCode() {
        return 31 * height + width;
    }

    /** For example {@code rows 0, 2 … 54 × columns 0, 2 … 54}; several products are joined by a plus. */
    @Override
    public String toString() {
        if (products.isEmpty()) {
            return "none";
        }
        List<String> texts = products.stream()
                .map(p -> "rows " + StridedInterval.describe(p.rows) + " × columns "
                        + StridedInterval.describe(p.columns))
                .toList();
        return String.join(" + ", texts);
    }
}
