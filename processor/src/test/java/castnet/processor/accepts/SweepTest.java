package castnet.processor.accepts;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.sources;
import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Compiled;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sweeps over any attribute: which points there are, what they cost, and what is written. */
class SweepTest {
    private static final String NETWORK = "@Network(input = @Shape(channels = 3, height = 15, width = 13))\n";
    private static final String LAYERS = """
            @Conv(out = 8, kernel = 3, stride = 2) @BatchNorm @Activation(Function.GELU) Tensor stem();
            @Bottleneck(width = 4) Tensor layer1();
            @Bottleneck(width = 8, stride = 2) Tensor layer2();
            @GlobalAvgPool Tensor pool();
            @Linear(out = 10) Tensor fc();
            """;

    private static List<JsonNode> points(Compiled compiled) throws Exception {
        List<JsonNode> points = new ArrayList<>();
        new ObjectMapper()
                .readTree(compiled.generated("nets/NetSweep.json"))
                .get("points")
                .forEach(points::add);
        return points;
    }

    private static List<String> names(Compiled compiled) throws Exception {
        return points(compiled).stream().map(p -> p.get("name").asText()).toList();
    }

    /** Names of generated classes, without their nested ones. */
    private static Set<String> classes(Compiled compiled) {
        Set<String> names = new TreeSet<>();
        compiled.compilation()
                .generatedSourceFiles()
                .forEach(file -> names.add(file.getName().replaceAll("^.*/", "")));
        return names;
    }

    @Test
    void valuesOfAllKindsInReadableNames() throws Exception {
        Compiled compiled = sources(interfaceOf(NETWORK + """
                @Sweep(at = CONV1x1, axes = {
                    @Axis(of = "stem.kernel", values = {"3", "1,3"}),
                    @Axis(of = "stem.Activation.value", values = "HARD_SWISH"),
                    @Axis(of = "stem.bias", values = "false"),
                    @Axis(of = "BatchNorm.epsilon", values = "1e-3"),
                    @Axis(of = "Bottleneck.groups", values = {"1", "2"})})
                @SuppressWarnings("castnet:unread-activations")""", LAYERS));
        compiled.nothingElse();
        String head = "NetConv1x1StemKernel";
        String tail = "StemActivationValueHardSwishStemBiasFalseBatchNormEpsilon0_001BottleneckGroups";
        assertThat(names(compiled))
                .containsExactly(
                        head + "3" + tail + "1",
                        head + "3" + tail + "2",
                        head + "1x3" + tail + "1",
                        head + "1x3" + tail + "2");
        assertThat(compiled.generated("META-INF/services/castnet.runtime.NetworkFactory"))
                .hasLineCount(5);
        assertThat(compiled.generated("nets/Compiled" + head + "1x3" + tail + "2.summary.txt"))
                .contains("1×3 convolution, stride 2", "hard swish", ", 2 groups");
    }

    /** 1,536 combinations, 1,152 points, no class but the two that are named; figures as if declared by hand. */
    @Test
    void thousandsOfPointsAreCheckedAndFewEmitted() throws Exception {
        String swept = NETWORK + """
                @Sweep(shortcut = {PROJECTION, AVG_POOL}, axes = {
                    @Axis(of = "stem.out", values = {"4", "8", "12", "16"}),
                    @Axis(of = "layer1.width", values = {"4", "8", "12", "16"}),
                    @Axis(of = "layer1.repeat", values = {"1", "2", "3"}),
                    @Axis(of = "layer2.width", values = {"8", "16"}),
                    @Axis(of = "layer2.repeat", values = {"1", "2"}),
                    @Axis(of = "Bottleneck.groups", values = {"1", "2", "3", "4"})},
                    where = {"layer1.width % Bottleneck.groups == 0 && layer2.width % Bottleneck.groups == 0"},
                    emit = {"NetProjectionStemOut4Layer1Width4Layer1Repeat1Layer2Width8Layer2Repeat1BottleneckGroups1",
                            "NetAvgPoolStemOut12Layer1Width12Layer1Repeat3Layer2Width16Layer2Repeat2BottleneckGroups4"})""";
        Compiled compiled = sources(interfaceOf(swept, LAYERS));
        compiled.nothingElse();
        List<JsonNode> points = points(compiled);
        assertThat(points).hasSize(1536 * 3 / 4);
        assertThat(new TreeSet<>(names(compiled))).hasSameSizeAs(points);
        assertThat(classes(compiled))
                .containsExactly(
                        "CompiledNet.java",
                        "CompiledNetAvgPoolStemOut12Layer1Width12Layer1Repeat3Layer2Width16Layer2Repeat2BottleneckGroups4.java",
                        "CompiledNetProjectionStemOut4Layer1Width4Layer1Repeat1Layer2Width8Layer2Repeat1BottleneckGroups1.java",
                        "NetSweep.java");
        for (int i : new int[] {0, 7, 100, 611, 1151}) {
            JsonNode point = points.get(i);
            assertThat(figures(point)).as(point.toString()).isEqualTo(byHand(point.get("values")));
        }
    }

    private static Map<String, Long> figures(JsonNode point) {
        return Map.of(
                "parameters", point.get("parameters").asLong(),
                "macs", point.get("macs").asLong(),
                "inferenceMacs", point.get("inferenceMacs").asLong(),
                "memory", point.get("memory").asLong(),
                "trainingMemory", point.get("trainingMemory").asLong());
    }

    private static Map<String, Long> byHand(JsonNode values) throws Exception {
        String layers = """
                @Conv(out = %s, kernel = 3, stride = 2) @BatchNorm @Activation(Function.GELU) Tensor stem();
                @Bottleneck(width = %s, repeat = %s, groups = %s, shortcut = %s) Tensor layer1();
                @Bottleneck(width = %s, stride = 2, repeat = %s, groups = %s, shortcut = %s) Tensor layer2();
                @GlobalAvgPool Tensor pool();
                @Linear(out = 10) Tensor fc();
                """.formatted(
                        values.get("stem.out").asText(),
                        values.get("layer1.width").asText(),
                        values.get("layer1.repeat").asText(),
                        values.get("Bottleneck.groups").asText(),
                        values.get("shortcut").asText(),
                        values.get("layer2.width").asText(),
                        values.get("layer2.repeat").asText(),
                        values.get("Bottleneck.groups").asText(),
                        values.get("shortcut").asText());
        Compiled compiled = sources(interfaceOf(NETWORK, layers));
        compiled.nothingElse();
        JsonNode summary = new ObjectMapper().readTree(compiled.generated("nets/CompiledNet.summary.json"));
        return Map.of(
                "parameters", summary.get("parameters").asLong(),
                "macs", summary.get("macs").asLong(),
                "inferenceMacs", summary.get("inferenceMacs").asLong(),
                "memory", 4 * summary.get("memory").get("inference").asLong(),
                "trainingMemory", 4 * summary.get("memory").get("training").asLong());
    }

    @Test
    void conditionsOverAxesAndWhatIsNotSwept() throws Exception {
        String axes = NETWORK + """
                @Sweep(at = {CONV1x1, CONV3x3}, axes = {
                    @Axis(of = "layer1.width", values = {"4", "8", "12", "16"}),
                    @Axis(of = "layer2.expansion", values = {"2", "4"})}, where = {%s})
                @SuppressWarnings("castnet:unread-activations")""";
        assertThat(names(sources(interfaceOf(axes.formatted("\"layer1.width <= layer2.width\""), LAYERS))))
                .hasSize(2 * 2 * 2)
                .allMatch(name -> name.matches(".*Layer1Width[48]Layer2.*"));
        assertThat(names(sources(interfaceOf(
                        axes.formatted("\"at == CONV3x3 || layer1.width==4\", \"2 * (layer2.expansion - 1) / 3 == 2\""),
                        LAYERS))))
                .containsExactly(
                        "NetConv1x1Layer1Width4Layer2Expansion4",
                        "NetConv3x3Layer1Width4Layer2Expansion4",
                        "NetConv3x3Layer1Width8Layer2Expansion4",
                        "NetConv3x3Layer1Width12Layer2Expansion4",
                        "NetConv3x3Layer1Width16Layer2Expansion4");
    }

    /** Above 64 points nobody is emitted unless it is named; the index is there and empty. */
    @Test
    void manyPointsAreNotEmitted() throws Exception {
        String axes = NETWORK + """
                @Sweep(axes = {@Axis(of = "layer1.width", values = {%s}), @Axis(of = "layer2.width", values = {%s})})""";
        String eight = "\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\"";
        Compiled all = sources(interfaceOf(axes.formatted(eight, eight), LAYERS));
        assertThat(classes(all)).hasSize(1 + 1 + 64);
        Compiled none = sources(interfaceOf(axes.formatted(eight + ", \"9\"", eight), LAYERS));
        assertThat(classes(none)).containsExactly("CompiledNet.java", "NetSweep.java");
        assertThat(points(none)).hasSize(72).noneMatch(p -> p.get("emitted").asBoolean());
    }
}
