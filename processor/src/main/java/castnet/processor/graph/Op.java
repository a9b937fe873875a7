package castnet.processor.graph;

import org.jspecify.annotations.Nullable;

/**
 * What a node computes: a closed set, so that a table over ops (shape, cost, gradient, emission) does not compile until it
 * answers for all of them. Inputs and outputs are in the order given here; {@code [r]} is the residual of an epilogue with add.
 */
public sealed interface Op {

    /** Ops that a user can declare, in training and inference semantics alike. */
    sealed interface Forward extends Op {}

    /** Ops that only a training graph has. */
    sealed interface Training extends Op {}

    /**
     * x [r] → y. Parameters: weight [, bias] [, gamma, beta, running mean, running variance where a batch norm is folded in],
     * then likewise those of {@code first}.
     *
     * @param folded epsilon of the batch norm that was folded in, or null
     * @param first the 1×1 convolution whose work this one does too, with the product of both weights, or null
     */
    record Conv2d(
            int outChannels,
            Window window,
            int groups,
            Epilogue epilogue,
            @Nullable Double folded,
            @Nullable Factor first)
            implements Forward {

        /**
         * What is left of a 1×1 convolution in the product with the next.
         *
         * @param folded epsilon of its own batch norm, or null
         */
        public record Factor(int outChannels, @Nullable Double folded) {}

        public Conv2d(int outChannels, Window window, int groups) {
            this(outChannels, window, groups, Epilogue.NONE, null, null);
        }

        /** The same with another window. */
        public Conv2d with(Window other) {
            return new Conv2d(outChannels, other, groups, epilogue, folded, first);
        }

        /** The same with another epilogue. */
        public Conv2d with(Epilogue other) {
            return new Conv2d(outChannels, window, groups, other, folded, first);
        }

        /** The same with a batch norm of this epsilon folded in. */
        public Conv2d folding(double epsilon) {
            return new Conv2d(outChannels, window, groups, epilogue, epsilon, first);
        }

        /** The same after another convolution, whose work it does too; after none if null. */
        public Conv2d after(@Nullable Factor other) {
            return new Conv2d(outChannels, window, groups, epilogue, folded, other);
        }
    }

    /** x → y; C×1×1 only. Parameters: weight [, bias]. Becomes a Conv2d before planning. */
    record Linear(int outFeatures) implements Forward {}

    /** x [r] → y. Parameters: gamma, beta, running mean, running variance. Batch statistics in a training graph. */
    record BatchNorm(double epsilon, double momentum, Epilogue epilogue) implements Forward {
        public BatchNorm(double epsilon, double momentum) {
            this(epsilon, momentum, Epilogue.NONE);
        }
    }

    /** x → y. */
    record Activate(Activation function) implements Forward {}

    /** x → y. */
    record Pool2d(Kind kind, Window window, boolean countIncludePad) implements Forward {
        /** Which statistic of the window. */
        public enum Kind {
            MAX,
            AVERAGE
        }
    }

    /** x → y: mean over all pixels. */
    record GlobalAvgPool() implements Forward {}

    /** x → y: the same elements, counted channel by channel and row by row, in another shape. */
    record Reshape(TensorShape to) implements Forward {
        /** To (C·H·W)×1×1, which must fit an int. */
        public static Reshape flat(TensorShape x) {
            return new Reshape(new TensorShape(Math.toIntExact(x.elements()), 1, 1));
        }

        /** Whether a vector comes out. */
        public boolean flattens() {
            return to.pixels() == 1;
        }
    }

    /** x → y; the identity in inference. */
    record Dropout(double probability) implements Forward {}

    /** x1 … xn → y, n ≥ 2; ReLU may be fused. */
    record Add(boolean relu) implements Forward {}

    /** x, s → y: x·s by element; s has the shape of x, or one pixel, which then counts for all. */
    record Multiply() implements Forward {}

    /** x1 … xn → y: channels one after the other. */
    record Concat() implements Forward {}

    /** x → y: zero channels before and after. */
    record PadChannels(int before, int after) implements Forward {}

    /** x → y: pixels around, zeros or those behind the edge, which itself is not repeated. */
    record Pad(int top, int left, int bottom, int right, boolean reflect) implements Forward {
        /** Zeros. */
        public Pad(int top, int left, int bottom, int right) {
            this(top, left, bottom, right, false);
        }

        /** The window of one pixel that reads the same pixels, where zeros are around. */
        public Window window() {
            return new Window(1, 1, 1, 1, top, left, bottom, right, 1, 1, false);
        }
    }

    /**
     * x → y: {@code scale} times the rows and columns. The middle of output pixel o lies at (o + ½)/scale − ½ of the input: the
     * nearest pixel, or the linear interpolation between the two around it, which at the border are the same.
     */
    record Upsample(int scale, boolean bilinear) implements Forward {}

    /** x → y: pixels (row·strideHeight, column·strideWidth) for the first {@code height} rows and {@code width} columns. */
    record Subsample(int strideHeight, int strideWidth, int height, int width) implements Forward {
        /** As many pixels as there are. */
        public static Subsample of(TensorShape x, int strideHeight, int strideWidth) {
            return new Subsample(
                    strideHeight,
                    strideWidth,
                    Math.ceilDiv(x.height(), strideHeight),
                    Math.ceilDiv(x.width(), strideWidth));
        }
    }

    /** logits → gradient of the mean loss over the batch. Labels and the losses are the step's, not tensors of the graph. */
    record SoftmaxCrossEntropy() implements Training {}

    /**
     * dy [s] → dx [+ s]. Parameters: the convolution's weight.
     *
     * @param input shape of x
     * @param accumulate whether a second input, the gradient of x's other readers so far, is added; no other node reads it
     */
    record ConvDataGradient(Conv2d of, TensorShape input, boolean accumulate) implements Training {}

    /** x, dy → nothing; fills the gradient of the convolution's weight. */
    record ConvWeightGradient(Conv2d of) implements Training {}

    /** dy → nothing; fills the gradient of the convolution's bias. */
    record ConvBiasGradient() implements Training {}

    /**
     * dy, x [, y where ReLU was fused] → dx [, dr where ReLU was fused and a residual was added]. Fills the gradients of gamma
     * and beta. Without ReLU the gradient of a residual is dy itself.
     *
     * @param forward name of the batch norm's node, whose saved statistics are used
     */
    record BatchNormGradient(BatchNorm of, String forward) implements Training {}

    /** dy, y → dx where {@link Activation#gradientFromOutput}, else dy, x → dx. */
    record ActivateGradient(Activation function) implements Training {}

    /** dy, y → dx: dy where y > 0. Gradient of a ReLU that is fused into a sum or a convolution, before either. */
    record ReluGradient() implements Training {}

    /** dy [, x for the maximum] → dx. {@code input} is the shape of x. */
    record PoolGradient(Pool2d of, TensorShape input) implements Training {}

    /** dy → dx. */
    record GlobalAvgPoolGradient(TensorShape input) implements Training {}

    /** dy, x → ds: the sum over all pixels of dy·x. Gradient of a {@link Multiply} by one pixel. */
    record ScaleGradient() implements Training {}

    /** dy → dx: a range of channels. Gradient of {@link Concat} and {@link PadChannels}. */
    record SliceChannels(int from, int channels) implements Training {}

    /** dy → dx: zeros but at the pixels that were read. */
    record SubsampleGradient(Subsample of, TensorShape input) implements Training {}

    /** dy → dx: the pixels without those that were put around. */
    record PadGradient(Pad of, TensorShape input) implements Training {}

    /** dy → dx: each pixel the sum of the shares that it has in the output. */
    record UpsampleGradient(Upsample of, TensorShape input) implements Training {}

    /** dy → dx: back to the shape of x. */
    record ReshapeGradient(TensorShape input) implements Training {}

    /** dy → dx with the mask of the forward node of that name. */
    record DropoutGradient(double probability, String forward) implements Training {}
}
