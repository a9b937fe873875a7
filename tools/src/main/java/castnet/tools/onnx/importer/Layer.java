package castnet.tools.onnx.importer;

/** What one annotation of a declaration says. */
sealed interface Layer {
    record Conv(int out, Slide slide, int groups, boolean bias) implements Layer {}

    record Linear(int out, boolean bias) implements Layer {}

    /** {@code momentum} is the weight of the new value. */
    record Norm(String epsilon, String momentum) implements Layer {}

    /** {@code alpha} is empty for the function's default. */
    record Activation(String function, String alpha) implements Layer {}

    record Pool(boolean isMax, Slide slide, boolean countIncludePad) implements Layer {}

    record Dropout(String probability) implements Layer {}

    /** Zeros, or a reflection, around. */
    record Pad(Pending.Zeros pixels, boolean reflect) implements Layer {}

    /** Channels of zeros. */
    record PadChannels(int before, int after) implements Layer {}

    record Upsample(int scale, boolean bilinear) implements Layer {}

    record Reshape(int channels, int height, int width) implements Layer {}

    /** What has no attributes. */
    record Plain(Kind kind) implements Layer {}

    /** Annotations without attributes; the constants' texts are theirs. */
    enum Kind {
        GLOBAL_AVG_POOL("GlobalAvgPool"),
        FLATTEN("Flatten"),
        ADD("Add"),
        MULTIPLY("Multiply"),
        CONCAT("Concat");

        private final String annotation;

        Kind(String annotation) {
            this.annotation = annotation;
        }

        String annotation() {
            return annotation;
        }
    }
}
