package castnet.processor.accepts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import castnet.processor.Declared;
import castnet.processor.graph.Graph;
import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Parameter;
import castnet.processor.pass.RewriteLog;
import castnet.processor.pass.analysis.CostEstimate;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.reference.SameResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Published networks: parameters, multiply-adds, keys in the order of torchvision's checkpoints, and shapes. */
class PublishedTest {

    static Stream<Arguments> counts() {
        return Stream.of(
                arguments(
                        "ResNet-18 A",
                        Published.basic("@Residual(shortcut = ZERO_PAD)", 2, 2, 2, 2),
                        11_515_688L,
                        1_794_805_760L),
                arguments("ResNet-18", Published.basic("", 2, 2, 2, 2), 11_689_512L, 1_814_073_344L),
                arguments(
                        "ResNet-18 C",
                        Published.basic("@Residual(shortcut = PROJECTION_ALWAYS)", 2, 2, 2, 2),
                        12_043_816L,
                        1_878_298_624L),
                arguments(
                        "ResNet-34 A",
                        Published.basic("@Residual(shortcut = ZERO_PAD)", 3, 4, 6, 3),
                        21_623_848L,
                        3_644_493_824L),
                arguments("ResNet-34", Published.basic("", 3, 4, 6, 3), 21_797_672L, 3_663_761_408L),
                arguments(
                        "ResNet-34 C",
                        Published.basic("@Residual(shortcut = PROJECTION_ALWAYS)", 3, 4, 6, 3),
                        22_716_840L,
                        3_830_747_136L),
                arguments("ResNet-50", Published.bottleneck("", "", 3, 4, 6, 3), 25_557_032L, 4_089_184_256L),
                arguments(
                        "ResNet-50 C",
                        Published.bottleneck("@Residual(shortcut = PROJECTION_ALWAYS)", "", 3, 4, 6, 3),
                        40_128_552L,
                        6_555_435_008L),
                arguments(
                        "ResNet-50 v1",
                        Published.bottleneck("@Residual(at = CONV1x1)", "", 3, 4, 6, 3),
                        25_557_032L,
                        3_857_973_248L),
                arguments(
                        "ResNet-50 pushed",
                        Published.bottleneck("@Residual(at = PREVIOUS_CONV3x3)", "", 3, 4, 6, 3),
                        25_557_032L,
                        3_482_255_360L),
                arguments("ResNet-101", Published.bottleneck("", "", 3, 4, 23, 3), 44_549_160L, 7_801_405_440L),
                arguments(
                        "ResNet-101 pushed",
                        Published.bottleneck("@Residual(at = PREVIOUS_CONV3x3)", "", 3, 4, 23, 3),
                        44_549_160L,
                        7_194_476_544L),
                arguments("ResNet-152", Published.bottleneck("", "", 3, 8, 36, 3), 60_192_808L, 11_513_626_624L),
                arguments(
                        "ResNeXt-50 32x4d",
                        Published.bottleneck("", ", groups = 32, groupWidth = 4", 3, 4, 6, 3),
                        25_028_904L,
                        4_230_479_872L),
                arguments(
                        "ResNeXt-50 v1",
                        Published.bottleneck("@Residual(at = CONV1x1)", ", groups = 32, groupWidth = 4", 3, 4, 6, 3),
                        25_028_904L,
                        3_768_057_856L),
                arguments(
                        "ResNeXt-101 64x4d",
                        Published.bottleneck("", ", groups = 64, groupWidth = 4", 3, 4, 23, 3),
                        83_455_272L,
                        15_460_270_080L),
                arguments(
                        "Wide ResNet-50-2",
                        Published.bottleneck("", ", groupWidth = 128", 3, 4, 6, 3),
                        68_883_240L,
                        11_398_021_120L),
                arguments(
                        "Wide ResNet-50-2 pushed",
                        Published.bottleneck("@Residual(at = PREVIOUS_CONV3x3)", ", groupWidth = 128", 3, 4, 6, 3),
                        68_883_240L,
                        9_663_938_560L),
                arguments("ResNet-18-D", Published.deep("BasicBlock", 2, 2, 2, 2), 11_708_744L, 2_053_713_920L),
                arguments("ResNet-50-D", Published.deep("Bottleneck", 3, 4, 6, 3), 25_576_264L, 4_328_824_832L),
                arguments("resnetv2_50", Published.v2(3, 4, 6, 3), 25_549_352L, 4_089_184_256L),
                arguments("CIFAR 20 A", Published.cifar("ZERO_PAD_BOTH", 3), 269_722L, 40_551_040L),
                arguments("CIFAR 20 B", Published.cifar("PROJECTION", 3), 272_474L, 40_813_184L),
                arguments("CIFAR 56 A", Published.cifar("ZERO_PAD", 9), 853_018L, 125_485_696L),
                arguments("CIFAR 110 B", Published.cifar("PROJECTION", 18), 1_730_714L, 253_149_824L),
                arguments("CIFAR 1202 A", Published.cifar("ZERO_PAD", 200), 19_421_274L, null),
                arguments("CIFAR 164 pre-act", Published.preActivated(18), 1_703_258L, 244_500_992L),
                arguments("CIFAR 1001 pre-act", Published.preActivated(111), 10_327_706L, null),
                arguments("WRN-28-10", Published.wide(10, 4), 36_479_194L, null),
                arguments("WRN-16-8", Published.wide(8, 2), 10_961_370L, null),
                arguments("WRN-40-4", Published.wide(4, 6), 8_949_210L, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("counts")
    void countsAreExact(String name, String source, long parameters, Long macs) {
        Graph graph = Declared.graph(source);
        assertThat(CostEstimate.parameters(graph)).isEqualTo(parameters);
        if (macs != null) {
            assertThat(CostEstimate.macs(graph)).isEqualTo(macs);
        }
    }

    static Stream<Arguments> strides() {
        String groups = ", groups = 32, groupWidth = 4";
        return Stream.of(
                arguments("", new int[] {3, 4, 6, 3}, 3_857_973_248L, 3_482_255_360L),
                arguments("", new int[] {3, 4, 23, 3}, 7_570_194_432L, 7_194_476_544L),
                arguments("", new int[] {3, 8, 36, 3}, 11_282_415_616L, 10_906_697_728L),
                arguments(groups, new int[] {3, 4, 6, 3}, 3_768_057_856L, 3_504_332_800L),
                arguments(", groupWidth = 128", new int[] {3, 4, 6, 3}, 10_935_599_104L, 9_663_938_560L));
    }

    /** Of a stride on the first 1×1, inference computes what the stride on the 3×3 of the block before would cost. */
    @ParameterizedTest
    @MethodSource("strides")
    void inferenceMovesTheStride(String more, int[] repeats, long declared, long computed) {
        Graph v1 = Declared.graph(Published.bottleneck("@Residual(at = CONV1x1)", more, repeats));
        assertThat(CostEstimate.macs(v1)).isEqualTo(declared);
        assertThat(CostEstimate.macs(inference(v1))).isEqualTo(computed);
        Graph moved = Declared.graph(Published.bottleneck("@Residual(at = PREVIOUS_CONV3x3)", more, repeats));
        assertThat(CostEstimate.macs(moved)).isEqualTo(computed);
        assertThat(CostEstimate.macs(inference(moved))).isEqualTo(computed);
        Graph v15 = Declared.graph(Published.bottleneck("@Residual(at = CONV3x3)", more, repeats));
        assertThat(CostEstimate.macs(inference(v15))).isEqualTo(CostEstimate.macs(v15));
        if (more.isEmpty()) {
            assertThat(CostEstimate.macs(v15) - declared).isEqualTo(231_211_008);
        }
    }

    /** Both branches of a stage's first block read the batch norm and ReLU in front of it, so the stride moves before them. */
    @Test
    void inferenceMovesTheStrideOfPreActivatedBlocks() {
        Graph declared = Declared.graph(Published.preActivated(2));
        Graph computed = inference(declared);
        assertThat(computed.nodes())
                .filteredOn(n -> n.op() instanceof Op.Conv2d c && c.window().strideHeight() == 2)
                .extracting(Node::name)
                .containsExactly("layer1.1.conv2", "layer2.1.conv2");
        // Three quarters of one 3×3 and one 1×1 before each of two strides.
        long saved = 3 * (16 * 16 * 9 + 16 * 64) * 256L + 3 * (32 * 32 * 9 + 32 * 128) * 64L;
        assertThat(CostEstimate.macs(declared) - CostEstimate.macs(computed)).isEqualTo(saved);
        SameResult.assertSame(declared, computed, 1);
    }

    private static Graph inference(Graph graph) {
        return Pipeline.inference().run(graph, new RewriteLog());
    }

    static Stream<Arguments> checkpoints() {
        return Stream.of(
                arguments(Published.basic("", 2, 2, 2, 2), 2, new int[] {2, 2, 2, 2}, 122, 20),
                arguments(Published.basic("", 3, 4, 6, 3), 2, new int[] {3, 4, 6, 3}, 218, 36),
                arguments(Published.bottleneck("", "", 3, 4, 6, 3), 3, new int[] {3, 4, 6, 3}, 320, 53),
                arguments(
                        Published.bottleneck("", ", groups = 32, groupWidth = 4", 3, 4, 6, 3),
                        3,
                        new int[] {3, 4, 6, 3},
                        320,
                        53),
                arguments(
                        Published.bottleneck("@Residual(at = CONV1x1)", "", 3, 4, 23, 3),
                        3,
                        new int[] {3, 4, 23, 3},
                        626,
                        104),
                arguments(
                        Published.bottleneck("@Residual(at = PREVIOUS_CONV3x3)", "", 3, 8, 36, 3),
                        3,
                        new int[] {3, 8, 36, 3},
                        932,
                        155));
    }

    /** torchvision's state_dict without the counters of batch norms. */
    @ParameterizedTest
    @MethodSource("checkpoints")
    void keysAreTorchvisions(String source, int convolutions, int[] repeats, int tensors, int counters) {
        List<String> expected = new ArrayList<>(layer("", 1));
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; block < repeats[stage - 1]; block++) {
                String prefix = "layer" + stage + "." + block + ".";
                for (int i = 1; i <= convolutions; i++) {
                    expected.addAll(layer(prefix, i));
                }
                if (block == 0 && (stage > 1 || convolutions == 3)) {
                    expected.add(prefix + "downsample.0.weight");
                    expected.addAll(norm(prefix + "downsample.1"));
                }
            }
        }
        expected.addAll(List.of("fc.weight", "fc.bias"));
        assertThat(keys(Declared.graph(source))).isEqualTo(expected).hasSize(tensors - counters);
    }

    private static List<String> layer(String prefix, int i) {
        List<String> keys = new ArrayList<>(List.of(prefix + "conv" + i + ".weight"));
        keys.addAll(norm(prefix + "bn" + i));
        return keys;
    }

    private static List<String> norm(String name) {
        return List.of(name + ".weight", name + ".bias", name + ".running_mean", name + ".running_var");
    }

    private static List<String> keys(Graph graph) {
        return graph.parameters().stream().map(Parameter::key).toList();
    }

    /** timm's resnet50d: 332 tensors, 55 of them counters; the projection has index 1 in every stage. */
    @Test
    void keysOfVariantD() {
        List<String> keys = keys(Declared.graph(Published.deep("Bottleneck", 3, 4, 6, 3)));
        assertThat(keys).hasSize(332 - 55).startsWith("conv1.0.weight", "conv1.1.weight", "conv1.1.bias");
        assertThat(keys)
                .filteredOn(key -> key.contains("downsample") && key.endsWith("weight"))
                .containsExactly(
                        "layer1.0.downsample.1.weight",
                        "layer1.0.downsample.2.weight",
                        "layer2.0.downsample.1.weight",
                        "layer2.0.downsample.2.weight",
                        "layer3.0.downsample.1.weight",
                        "layer3.0.downsample.2.weight",
                        "layer4.0.downsample.1.weight",
                        "layer4.0.downsample.2.weight");
    }

    @Test
    void optionAHasNoParametersInShortcuts() {
        assertThat(keys(Declared.graph(Published.cifar("ZERO_PAD_BOTH", 3))))
                .noneMatch(key -> key.contains("downsample"));
    }

    @Test
    void shapesOfWeights() {
        Graph graph = Declared.graph(Published.bottleneck("", ", groups = 32, groupWidth = 4", 3, 4, 6, 3));
        assertThat(graph.parameters().stream().map(p -> p.key() + p.shape()))
                .contains(
                        "conv1.weight[64, 3, 7, 7]",
                        "layer1.0.conv1.weight[128, 64, 1, 1]",
                        "layer1.0.conv2.weight[128, 4, 3, 3]",
                        "layer1.0.conv3.weight[256, 128, 1, 1]",
                        "layer4.0.downsample.0.weight[2048, 1024, 1, 1]",
                        "layer4.2.bn3.running_var[2048]",
                        "fc.weight[1000, 2048]",
                        "fc.bias[1000]");
    }

    @Test
    void shapesOfStages() {
        Graph graph = Declared.graph(Published.bottleneck("", "", 3, 4, 6, 3));
        assertThat(shapes(
                        graph,
                        "conv1",
                        "maxpool",
                        "layer1.2.relu",
                        "layer2.3.relu",
                        "layer3.5.relu",
                        "layer4.2.relu",
                        "avgpool",
                        "fc"))
                .containsExactly(
                        "64×112×112",
                        "64×56×56",
                        "256×56×56",
                        "512×28×28",
                        "1024×14×14",
                        "2048×7×7",
                        "2048×1×1",
                        "1000×1×1");
        Graph pushed = Declared.graph(Published.bottleneck("@Residual(at = PREVIOUS_CONV3x3)", "", 3, 4, 6, 3));
        assertThat(shapes(
                        pushed, "layer1.1.relu", "layer1.2.conv2", "layer1.2.relu", "layer2.0.conv2", "layer4.2.relu"))
                .containsExactly("256×56×56", "64×28×28", "256×28×28", "128×28×28", "2048×7×7");
    }

    private static List<String> shapes(Graph graph, String... names) {
        return Arrays.stream(names)
                .map(name -> graph.nodes().stream()
                        .filter(node -> node.name().equals(name))
                        .map(Node::output)
                        .map(value -> value.shape().toString())
                        .findFirst()
                        .orElse("no " + name))
                .toList();
    }
}
