package castnet.processor.plan.cuda;

import castnet.processor.graph.Epilogue;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;

/** Builds the constants of an algorithm, under the names that its source has for them. */
public final class Constants {
    private final List<Template.Constant> all = new ArrayList<>();

    /** An Integer, a Boolean or a Float. */
    public Constants add(String name, Object value) {
        all.add(new Template.Constant(name, value));
        return this;
    }

    /** Channels and pixels, where rows and columns do not matter. */
    public Constants flat(TensorShape s) {
        return add("C", s.channels()).add("P", s.pixels());
    }

    /** Channels, rows and columns of the input. */
    public Constants image(TensorShape x) {
        return add("C", x.channels()).add("H", x.height()).add("W", x.width());
    }

    /** Rows and columns of the output. */
    public Constants output(TensorShape y) {
        return add("OH", y.height()).add("OW", y.width());
    }

    /** How a window slides; where the output ends says what lies below and right of the input. */
    public Constants window(Window w) {
        return add("KH", w.kernelHeight())
                .add("KW", w.kernelWidth())
                .add("SH", w.strideHeight())
                .add("SW", w.strideWidth())
                .add("TOP", w.top())
                .add("LEFT", w.left())
                .add("DH", w.dilationHeight())
                .add("DW", w.dilationWidth());
    }

    /** A window that slides over {@code x} and gives {@code y}. */
    public Constants windowed(TensorShape x, TensorShape y, Window w) {
        return image(x).output(y).window(w);
    }

    /** What a block of threads computes. */
    public Constants tile(Tile t) {
        return add("BM", t.pixels())
                .add("BN", t.channels())
                .add("BK", t.depth())
                .add("TM", t.threadPixels())
                .add("TN", t.threadChannels());
    }

    /** What is done with a result before it is stored. */
    public Constants epilogue(Epilogue e) {
        return add("ADD", e.add()).add("RELU", e.relu());
    }

    /** All of them, in the order in which they came. */
    public List<Template.Constant> list() {
        return List.copyOf(all);
    }
}
