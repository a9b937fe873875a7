package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Shapes to test convolutions on: the awkward ones by hand, then random ones. */
final class ConvShapes {

    private ConvShapes() {}

    /** How to build a shape: what a layer's declaration says; layouts follow. */
    record Spec(
            int in,
            int out,
            int height,
            int width,
            int kernelHeight,
            int kernelWidth,
            int strideHeight,
            int strideWidth,
            int padTop,
            int padLeft,
            int padBottom,
            int padRight,
            int dilationHeight,
            int dilationWidth,
            int groups,
            boolean denseInput,
            int outHalo) {

        static Spec of(int in, int out, int size, int kernel, int stride, int pad, int groups) {
            return new Spec(
                    in, out, size, size, kernel, kernel, stride, stride, pad, pad, pad, pad, 1, 1, groups, false, 0);
        }

        ConvShape shape() {
            int outHeight = (height + padTop + padBottom - (kernelHeight - 1) * dilationHeight - 1) / strideHeight + 1;
            int outWidth = (width + padLeft + padRight - (kernelWidth - 1) * dilationWidth - 1) / strideWidth + 1;
            int inStride = denseInput ? in : Layout.roundUp(in);
            Layout inLayout = new Layout(in, height, width, inStride, padTop, padLeft, padBottom, padRight);
            Layout outLayout = new Layout(
                    out, outHeight, outWidth, Layout.roundUp(out), outHalo, outHalo + outHalo / 2, outHalo, outHalo);
            return new ConvShape(
                    inLayout,
                    outLayout,
                    kernelHeight,
                    kernelWidth,
                    strideHeight,
                    strideWidth,
                    padTop,
                    padLeft,
                    dilationHeight,
                    dilationWidth,
                    groups);
        }
    }

    static List<ConvShape> all() {
        List<ConvShape> shapes = new ArrayList<>();
        byHand().forEach(spec -> shapes.add(spec.shape()));
        threeByThree().forEach(spec -> shapes.add(spec.shape()));
        Random random = new Random(20_26);
        while (shapes.size() < 165) {
            Spec spec = random(random);
            if (spec != null) {
                shapes.add(spec.shape());
            }
        }
        return shapes;
    }

    private static List<Spec> byHand() {
        return List.of(
                // One pixel, one channel.
                Spec.of(1, 1, 1, 1, 1, 0, 1),
                Spec.of(1, 1, 1, 3, 1, 1, 1),
                // Fully connected: on a vector, and on a map, whole rows and not.
                Spec.of(37, 101, 1, 1, 1, 0, 1),
                Spec.of(16, 160, 5, 5, 1, 0, 1),
                new Spec(9, 33, 4, 3, 4, 3, 1, 1, 0, 0, 0, 1, 1, 1, 1, false, 0),
                // Pixels around a tile (6) and a block (96): 5, 6, 7, 95, 96, 97.
                new Spec(8, 16, 1, 5, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, false, 1),
                new Spec(8, 16, 2, 3, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, false, 0),
                new Spec(8, 16, 7, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, false, 2),
                new Spec(8, 24, 5, 19, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, false, 1),
                new Spec(8, 24, 8, 12, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, false, 0),
                new Spec(8, 24, 1, 97, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, false, 0),
                // Channels around a vector and a panel.
                Spec.of(15, 15, 7, 3, 1, 1, 1),
                Spec.of(17, 17, 7, 3, 2, 1, 1),
                Spec.of(7, 9, 5, 1, 2, 0, 1),
                Spec.of(31, 33, 5, 1, 3, 0, 1),
                // A network's first layer: dense input.
                new Spec(3, 64, 23, 17, 7, 7, 2, 2, 3, 3, 3, 3, 1, 1, 1, true, 1),
                new Spec(3, 16, 12, 12, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, true, 1),
                new Spec(3, 5, 9, 9, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1, true, 0),
                new Spec(3, 6, 9, 9, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 3, true, 0),
                // A stride larger than the kernel; asymmetric padding, stride, dilation.
                Spec.of(5, 7, 13, 2, 5, 0, 1),
                new Spec(6, 11, 11, 13, 3, 5, 2, 3, 0, 2, 3, 1, 1, 1, 1, false, 1),
                new Spec(6, 11, 11, 13, 3, 2, 1, 2, 2, 0, 1, 1, 3, 1, 1, false, 1),
                new Spec(6, 20, 11, 13, 2, 3, 1, 2, 2, 4, 1, 3, 3, 2, 1, false, 0),
                new Spec(20, 6, 9, 9, 3, 3, 1, 1, 2, 2, 2, 2, 2, 2, 1, false, 0),
                new Spec(12, 18, 10, 6, 1, 7, 1, 1, 0, 3, 0, 3, 1, 1, 1, false, 1),
                // Groups: odd ones, wide ones, narrow ones, a depth multiplier.
                Spec.of(15, 15, 7, 3, 1, 1, 3),
                Spec.of(15, 21, 6, 3, 2, 1, 3),
                Spec.of(64, 64, 5, 3, 1, 1, 16),
                Spec.of(64, 64, 5, 3, 1, 1, 2),
                Spec.of(22, 44, 4, 1, 1, 0, 11),
                Spec.of(6, 30, 5, 3, 1, 1, 6),
                Spec.of(100, 100, 3, 3, 1, 1, 5),
                // Depthwise.
                Spec.of(1, 1, 9, 3, 1, 1, 1),
                Spec.of(13, 13, 8, 3, 1, 1, 13),
                Spec.of(40, 40, 9, 3, 2, 1, 40),
                Spec.of(24, 24, 9, 5, 2, 2, 24),
                Spec.of(17, 17, 11, 7, 1, 3, 17),
                new Spec(20, 20, 10, 7, 3, 3, 1, 2, 2, 1, 2, 3, 2, 2, 20, false, 1),
                new Spec(20, 20, 10, 7, 1, 4, 1, 1, 0, 3, 0, 0, 1, 2, 20, false, 1));
    }

    /** 3×3 convolutions of stride 1, around the tiles of Winograd's kernels (2×2 and 4×4 pixels) and their blocks. */
    private static List<Spec> threeByThree() {
        return List.of(
                Spec.of(1, 1, 2, 3, 1, 1, 1),
                Spec.of(5, 18, 3, 3, 1, 1, 1),
                Spec.of(1, 3, 4, 3, 1, 1, 1),
                Spec.of(33, 17, 5, 3, 1, 1, 1),
                Spec.of(16, 32, 8, 3, 1, 1, 1),
                new Spec(19, 35, 7, 13, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, false, 1),
                new Spec(7, 20, 11, 6, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1, false, 1),
                new Spec(7, 20, 6, 11, 3, 3, 1, 1, 2, 0, 0, 1, 1, 1, 1, false, 0),
                new Spec(12, 16, 9, 5, 3, 3, 1, 1, 0, 2, 2, 1, 1, 1, 1, false, 2),
                // More tiles than a block; than a segment of transformed columns.
                new Spec(9, 5, 37, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, false, 0),
                new Spec(320, 16, 4, 21, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, false, 0),
                // So few tiles that a team shares the panels of output channels.
                Spec.of(16, 96, 6, 3, 1, 1, 1));
    }

    /** A shape, or none when the drawn kernel does not fit into the drawn input. */
    private static @Nullable Spec random(Random random) {
        int groups = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1;
        int in = groups * (1 + random.nextInt(40 / groups));
        int out = groups * (1 + random.nextInt(50 / groups));
        boolean depthwise = random.nextInt(6) == 0;
        boolean three = random.nextBoolean();
        int kernelHeight = three ? 3 : 1 + random.nextInt(5);
        int kernelWidth = three ? 3 : 1 + random.nextInt(5);
        int dilationHeight = 1 + random.nextInt(4) / 3;
        int dilationWidth = 1 + random.nextInt(4) / 3;
        int height = 1 + random.nextInt(14);
        int width = 1 + random.nextInt(14);
        int padTop = random.nextInt(3);
        int padLeft = random.nextInt(3);
        int padBottom = random.nextInt(3);
        int padRight = random.nextInt(3);
        if (height + padTop + padBottom <= (kernelHeight - 1) * dilationHeight
                || width + padLeft + padRight <= (kernelWidth - 1) * dilationWidth) {
            return null;
        }
        return new Spec(
                in,
                depthwise ? in : out,
                height,
                width,
                kernelHeight,
                kernelWidth,
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                padTop,
                padLeft,
                padBottom,
                padRight,
                dilationHeight,
                dilationWidth,
                depthwise ? in : groups,
                random.nextInt(4) == 0,
                random.nextInt(3));
    }
}
