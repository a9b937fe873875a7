package castnet.processor.plan.cuda;

import castnet.processor.graph.Activation;
import castnet.processor.graph.Epilogue;
import castnet.processor.graph.Op;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Window;
import java.util.List;
import java.util.Locale;

/**
 * The signature of a kernel: layers with the same one share the kernel. Tensors are NHWC, dense; the third dimension of the grid
 * is the batch.
 */
public sealed interface CudaKernel
        permits CudaKernel.Convolution,
                CudaKernel.DirectConvolution,
                CudaKernel.Linear,
                CudaKernel.Norm,
                CudaKernel.Activate,
                CudaKernel.ActivateGradient,
                CudaKernel.Pool,
                CudaKernel.GlobalAverage,
                CudaKernel.Transpose,
                CudaKernel.Reshape,
                CudaKernel.Add,
                CudaKernel.Multiply,
                CudaKernel.Concat,
                CudaKernel.PadChannels,
                CudaKernel.Pad,
                CudaKernel.Upsample,
                CudaKernel.Subsample,
                Template {
    /** Threads of a block where each computes one element. */
    int THREADS = 256;

    /** Channels that a block reduces side by side, one per lane of a warp. */
    int LANES = 32;

    /** A name that says what it computes; two signatures may have the same. */
    String name();

    /** What it gets: inputs, weights, residual; outputs last. One tensor of each unless said. */
    default List<Parameter> parameters() {
        return KernelParts.X_Y;
    }

    /** A parameter as C declares it. */
    record Parameter(String type, String name) {
        private static final String READ = "const float* __restrict__";
        private static final String WRITTEN = "float* __restrict__";

        static Parameter read(String name) {
            return new Parameter(READ, name);
        }

        static Parameter written(String name) {
            return new Parameter(WRITTEN, name);
        }
    }

    /** Blocks in the first dimension. */
    int blocksX();

    /** Blocks in the second dimension. */
    default int blocksY() {
        return 1;
    }

    /** Blocks in the third dimension; 0 for one per image. */
    default int blocksZ() {
        return 0;
    }

    /** Threads of a block. */
    default int threads() {
        return THREADS;
    }

    /** A convolution as a product of matrices, tile by tile in shared memory. */
    record Convolution(
            TensorShape x,
            TensorShape y,
            Window window,
            int groups,
            boolean bias,
            Epilogue epilogue,
            Tile tile,
            Arithmetic arithmetic)
            implements CudaKernel {
        @Override
        public String name() {
            String how =
                    arithmetic == Arithmetic.FP32 ? "" : "_" + arithmetic.name().toLowerCase(Locale.ROOT);
            return KernelParts.convolution("conv", x, y, window, groups) + KernelParts.of(epilogue) + how;
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.weighted(epilogue);
        }

        @Override
        public int blocksX() {
            return Math.ceilDiv(y.pixels(), tile.pixels());
        }

        @Override
        public int blocksY() {
            return groups * Math.ceilDiv(y.channels() / groups, tile.channels());
        }

        @Override
        public int threads() {
            return tile.threads();
        }
    }

    /** A convolution of groups too narrow for tiles, depthwise ones above all: one thread per element. */
    record DirectConvolution(TensorShape x, TensorShape y, Window window, int groups, boolean bias, Epilogue epilogue)
            implements CudaKernel {
        @Override
        public String name() {
            return KernelParts.convolution("direct", x, y, window, groups) + KernelParts.of(epilogue);
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.weighted(epilogue);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(y.elements());
        }
    }

    /** Fully connected: a warp per 32 outputs and slice of the inputs. */
    record Linear(int inputs, int outputs, boolean bias, Epilogue epilogue) implements CudaKernel {
        @Override
        public String name() {
            return "linear_%d_to_%d%s".formatted(inputs, outputs, KernelParts.of(epilogue));
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.weighted(epilogue);
        }

        @Override
        public int blocksX() {
            return Math.ceilDiv(outputs, LANES);
        }
    }

    /** A batch norm that no convolution took in. */
    record Norm(TensorShape shape, Epilogue epilogue) implements CudaKernel {
        @Override
        public String name() {
            return "norm_" + KernelParts.of(shape) + KernelParts.of(epilogue);
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.weighted(epilogue);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(shape.elements());
        }
    }

    /** An activation function. */
    record Activate(Activation function, int elements) implements CudaKernel {
        @Override
        public String name() {
            return "%s_%d".formatted(function.kind().name().toLowerCase(Locale.ROOT), elements);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(elements);
        }
    }

    /** {@code dy · f′}, of the function's value where {@link Activation#gradientFromOutput}, else of its argument. */
    record ActivateGradient(Activation function, int elements) implements CudaKernel {
        @Override
        public String name() {
            return "%s_gradient_%d".formatted(function.kind().name().toLowerCase(Locale.ROOT), elements);
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.of("dy", "x", "y");
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(elements);
        }
    }

    /** Maximum or mean over windows. */
    record Pool(Op.Pool2d.Kind kind, TensorShape x, TensorShape y, Window window, boolean countIncludePad)
            implements CudaKernel {
        @Override
        public String name() {
            return KernelParts.convolution(kind.name().toLowerCase(Locale.ROOT), x, y, window, 1);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(y.elements());
        }
    }

    /** Mean over all pixels: a warp per 32 channels and slice of the pixels. */
    record GlobalAverage(TensorShape x) implements CudaKernel {
        @Override
        public String name() {
            return "global_average_" + KernelParts.of(x);
        }

        @Override
        public int blocksX() {
            return Math.ceilDiv(x.channels(), LANES);
        }
    }

    /** A matrix of rows × columns, transposed: NCHW to NHWC and back. */
    record Transpose(int rows, int columns) implements CudaKernel {
        @Override
        public String name() {
            return "transpose_%dx%d".formatted(rows, columns);
        }

        @Override
        public int blocksX() {
            return Math.ceilDiv(rows, LANES) * Math.ceilDiv(columns, LANES);
        }
    }

    /** The same elements in another shape. */
    record Reshape(TensorShape x, TensorShape y) implements CudaKernel {
        @Override
        public String name() {
            return "reshape_%s_to_%s".formatted(KernelParts.of(x), KernelParts.of(y));
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(y.elements());
        }
    }

    /** A sum of tensors. */
    record Add(int elements, int summands, boolean relu) implements CudaKernel {
        @Override
        public String name() {
            return "add%d_%d%s".formatted(summands, elements, relu ? "_relu" : "");
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.numbered(summands);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(elements);
        }
    }

    /** A product by element; with one factor per channel if {@code perChannel}. */
    record Multiply(TensorShape x, boolean perChannel) implements CudaKernel {
        @Override
        public String name() {
            return (perChannel ? "scale_" : "multiply_") + KernelParts.of(x);
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.of("x", "s", "y");
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(x.elements());
        }
    }

    /** Channels of several tensors, one after the other. */
    record Concat(int pixels, List<Integer> channels) implements CudaKernel {
        public Concat {
            channels = List.copyOf(channels);
        }

        /** Channels of the output. */
        public int total() {
            return channels.stream().mapToInt(Integer::intValue).sum();
        }

        @Override
        public String name() {
            return "concat%d_%dx%d".formatted(channels.size(), total(), pixels);
        }

        @Override
        public List<Parameter> parameters() {
            return KernelParts.numbered(channels.size());
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks((long) total() * pixels);
        }
    }

    /** Zero channels before and after. */
    record PadChannels(TensorShape x, int before, int after) implements CudaKernel {
        @Override
        public String name() {
            return "pad_channels_%s_%d_%d".formatted(KernelParts.of(x), before, after);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks((long) (before + x.channels() + after) * x.pixels());
        }
    }

    /** Pixels around: zeros, or those behind the edge. */
    record Pad(TensorShape x, TensorShape y, int top, int left, boolean reflect) implements CudaKernel {
        @Override
        public String name() {
            return (reflect ? "reflect_%s_to_%s" : "pad_%s_to_%s").formatted(KernelParts.of(x), KernelParts.of(y));
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(y.elements());
        }
    }

    /** {@code scale} times the rows and columns. */
    record Upsample(TensorShape x, int scale, boolean bilinear) implements CudaKernel {
        @Override
        public String name() {
            return "%s_%s_by_%d".formatted(bilinear ? "bilinear" : "nearest", KernelParts.of(x), scale);
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(x.elements() * scale * scale);
        }
    }

    /** Every so many pixels. */
    record Subsample(TensorShape x, TensorShape y, int strideHeight, int strideWidth) implements CudaKernel {
        @Override
        public String name() {
            return "subsample_%s_to_%s".formatted(KernelParts.of(x), KernelParts.of(y));
        }

        @Override
        public int blocksX() {
            return KernelParts.blocks(y.elements());
        }
    }
}
