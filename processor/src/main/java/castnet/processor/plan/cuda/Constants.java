package castnet.processor.plan.cuda;

import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.ArrayList;
import java.util.List;

/** Builds the constants of a template. */
final class Constants {
    private final List<Template.Constant> all = new ArrayList<>();

    Constants add(String name, Object value) {
        all.add(new Template.Constant(name, value));
        return this;
    }

    /** Channels and pixels, where rows and columns do not matter. */
    Constants flat(TensorShape s) {
        return add("C", s.channels()).add("P", s.pixels());
    }

    Constants image(TensorShape x) {
        return add("C", x.channels()).add("H", x.height()).add("W", x.width());
    }

    Constants output(TensorShape y) {
        return add("OH", y.height()).add("OW", y.width());
    }

    Constants window(Window w) {
        return add("KH", w.kernelHeight())
                .add("KW", w.kernelWidth())
                .add("SH", w.strideHeight())
                .add("SW", w.strideWidth())
                .add("TOP", w.top())
                .add("LEFT", w.left())
                .add("DH", w.dilationHeight())
                .add("DW", w.dilationWidth());
    }

    Constants tile(Tile t) {
        return add("BM", t.pixels())
                .add("BN", t.channels())
                .add("BK", t.depth())
                .add("TM", t.threadPixels())
                .add("TN", t.threadChannels());
    }

    List<Template.Constant> list() {
        return List.copyOf(all);
    }
}
