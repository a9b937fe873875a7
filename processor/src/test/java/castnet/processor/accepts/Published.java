package castnet.processor.accepts;

import static castnet.processor.Compiled.interfaceOf;

/** Sources of published networks; all are called {@code Net}. */
final class Published {
    private Published() {}

    private static String imageNet(String defaults, String stem, String stages) {
        return interfaceOf(
                "@Network(input = @Shape(channels = 3, height = 224, width = 224)) " + defaults,
                stem + """
                @MaxPool(kernel = 3, stride = 2) Tensor maxpool();
                """ + stages + """
                @GlobalAvgPool Tensor avgpool();
                @Linear(out = 1000) Tensor fc();
                """);
    }

    /** Four stages of 64, 128, 256 and 512; {@code block} is the annotation, {@code more} its further attributes. */
    private static String stages(String block, String more, int... repeats) {
        StringBuilder stages = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            stages.append("@%s(width = %d, repeat = %d, stride = %d%s) Tensor layer%d();\n"
                    .formatted(block, 64 << i, repeats[i], i == 0 ? 1 : 2, more, i + 1));
        }
        return stages.toString();
    }

    private static final String STEM = "@Conv(out = 64, kernel = 7, stride = 2) @BatchNorm @Relu Tensor conv1();\n";

    private static final String DEEP_STEM = """
            @Conv(name = "conv1.0", out = 32, kernel = 3, stride = 2) @BatchNorm(name = "conv1.1") @Relu Tensor stem1();
            @Conv(name = "conv1.3", out = 32, kernel = 3) @BatchNorm(name = "conv1.4") @Relu Tensor stem2();
            @Conv(name = "conv1.6", out = 64, kernel = 3) @BatchNorm(name = "bn1") @Relu Tensor conv1();
            """;

    /** ResNet of basic blocks. */
    static String basic(String defaults, int... repeats) {
        return imageNet(defaults, STEM, stages("BasicBlock", "", repeats));
    }

    /** ResNet of bottlenecks. */
    static String bottleneck(String defaults, String more, int... repeats) {
        return imageNet(defaults, STEM, stages("Bottleneck", more, repeats));
    }

    /** The variant D with the deep stem. */
    static String deep(String block, int... repeats) {
        return imageNet("@Residual(shortcut = AVG_POOL)", DEEP_STEM, stages(block, "", repeats));
    }

    /** timm's resnetv2_50: pre-activation, and no batch norm in the stem. */
    static String v2(int... repeats) {
        String stages = stages("Bottleneck", "", repeats) + "@BatchNorm @Relu Tensor norm();\n";
        return imageNet(
                "@Residual(preActivation = true)", "@Conv(out = 64, kernel = 7, stride = 2) Tensor conv1();\n", stages);
    }

    /** CIFAR ResNet of basic blocks. */
    static String cifar(String shortcut, int repeat) {
        return small("@Residual(shortcut = " + shortcut + ")", "@BatchNorm @Relu", "BasicBlock", 16, repeat, "");
    }

    /** CIFAR ResNet of pre-activated bottlenecks, stride on the first 1×1 (He et al. 2016). */
    static String preActivated(int repeat) {
        return small(
                "@Residual(preActivation = true, at = CONV1x1)",
                "",
                "Bottleneck",
                16,
                repeat,
                "@BatchNorm @Relu Tensor bn();\n");
    }

    /** Wide ResNet for CIFAR. */
    static String wide(int factor, int repeat) {
        return small(
                "@Residual(preActivation = true)",
                "",
                "BasicBlock",
                16 * factor,
                repeat,
                "@BatchNorm @Relu Tensor bn();\n");
    }

    private static String small(String defaults, String afterStem, String block, int width, int repeat, String end) {
        StringBuilder layers = new StringBuilder("@Conv(out = 16, kernel = 3) " + afterStem + " Tensor conv1();\n");
        for (int i = 0; i < 3; i++) {
            layers.append("@%s(width = %d, repeat = %d, stride = %d) Tensor layer%d();\n"
                    .formatted(block, width << i, repeat, i == 0 ? 1 : 2, i + 1));
        }
        layers.append(end).append("@GlobalAvgPool Tensor avgpool();\n@Linear(out = 10) Tensor fc();");
        return interfaceOf(
                "@Network(input = @Shape(channels = 3, height = 32, width = 32)) " + defaults, layers.toString());
    }
}
