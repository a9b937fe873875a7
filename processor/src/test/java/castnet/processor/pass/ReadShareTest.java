package castnet.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import castnet.processor.graph.Window;
import castnet.processor.pass.analysis.ReadShare;
import castnet.processor.reference.NetBuilder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReadShareTest {
    @Test
    void stridesOfResNets() {
        assertThat(share(56, Window.square(1, 2, 0))).isEqualTo(0.25);
        assertThat(share(7, Window.square(1, 2, 0))).isCloseTo(16 / 49.0, within(1e-15));
        assertThat(share(56, Window.square(3, 2, 1))).isEqualTo(1);
        assertThat(share(56, Window.square(2, 3, 0))).isCloseTo(38 * 38 / 3136.0, within(1e-15));
    }

    @Test
    void anyWindowAgainstCounting() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 500; i++) {
            Window w = new Window(
                    1 + random.nextInt(4),
                    1 + random.nextInt(4),
                    1 + random.nextInt(3),
                    1 + random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    random.nextInt(3),
                    1 + random.nextInt(2),
                    1 + random.nextInt(2),
                    false);
            TensorShape x = new TensorShape(1, 7 + random.nextInt(5), 7 + random.nextInt(5));
            NetBuilder b = new NetBuilder("Net", 1, x.height(), x.width());
            Graph graph = b.build(b.conv("c", b.input(), 1, w, 1, false));
            assertThat(ReadShare.ofNode(graph.nodes().getFirst())).isEqualTo(counted(w, x));
        }
    }

    private static double counted(Window w, TensorShape x) {
        boolean[][] read = new boolean[x.height()][x.width()];
        int count = 0;
        for (int oy = 0; oy < w.outputHeight(x.height()); oy++) {
            for (int ox = 0; ox < w.outputWidth(x.width()); ox++) {
                for (int k = 0; k < w.kernelHeight() * w.kernelWidth(); k++) {
                    int row = oy * w.strideHeight() - w.top() + k / w.kernelWidth() * w.dilationHeight();
                    int column = ox * w.strideWidth() - w.left() + k % w.kernelWidth() * w.dilationWidth();
                    if (row >= 0 && row < x.height() && column >= 0 && column < x.width() && !read[row][column]) {
                        read[row][column] = true;
                        count++;
                    }
                }
            }
        }
        return (double) count / x.pixels();
    }

    @Test
    void readersTogether() {
        NetBuilder b = new NetBuilder("Net", 3, 8, 8);
        Value x = b.relu("relu", b.input());
        Value even = b.conv("even", x, 4, 1, 2);
        Value coarse = b.conv("coarse", x, 4, Window.square(2, 4, 0), 1, false);
        Graph graph = b.build(b.add("sum", new Op.Add(false), even, b.conv("again", x, 4, 1, 2)));
        assertThat(ReadShare.ofValue(graph, x)).isCloseTo((16 + 16 - 4) / 64.0, within(1e-15));
        assertThat(ReadShare.ofValue(graph, coarse)).isZero();
        assertThat(ReadShare.ofValue(graph, graph.output())).isEqualTo(1);
    }

    @Test
    void wholeGraph() {
        NetBuilder b = new NetBuilder("Net", 1, 4, 4);
        Graph graph = b.build(b.conv("c", b.input(), 1, 1, 2));
        assertThat(ReadShare.ofGraph(graph)).isCloseTo((4 + 4) / 20.0, within(1e-15));
    }

    private static double share(int size, Window window) {
        NetBuilder b = new NetBuilder("Net", 1, size, size);
        return ReadShare.ofNode(
                b.build(b.conv("c", b.input(), 1, window, 1, false)).nodes().getFirst());
    }
}
