package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.TensorShape;
import castnet.processor.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lowers one use of a block: its copies one after the other, each layer with the values that the expressions have there. */
final class BlockLowering {
    private static final int MOST_COPIES = 1024;
    private static final Pattern INDEX = Pattern.compile("\\{(\\d{1,6})}");

    private final LayerBuilder builder;
    private final Defaults defaults;

    BlockLowering(LayerBuilder builder, Defaults defaults) {
        this.builder = builder;
        this.defaults = defaults;
    }

    /**
     * The block's output.
     *
     * @param scope what the names of its layers begin with, empty in a network
     * @param layer name of the method that it stands at
     */
    Value lower(String scope, String layer, Attributes use, List<Value> inputs) {
        BlockDeclaration block = use.block().orElseThrow();
        boolean repeats = block.parameters().contains(BlockDeclaration.REPEAT);
        int copies = repeats ? use.integer(BlockDeclaration.REPEAT) : 1;
        if (copies < 1 || copies > MOST_COPIES) {
            String text = "a number from 1 to %d is expected, found %d".formatted(MOST_COPIES, copies);
            throw broken(use, BlockDeclaration.REPEAT, text);
        }
        String template = template(block, layer, use, repeats);
        List<Value> current = new ArrayList<>(inputs);
        for (int i = 0; i < copies; i++) {
            current.set(0, copy(block, scope + name(template, i), use, current, i));
        }
        return current.getFirst();
    }

    private static String template(BlockDeclaration block, String layer, Attributes use, boolean repeats) {
        String given = block.parameters().contains(BlockDeclaration.NAME) ? use.text(BlockDeclaration.NAME) : "";
        boolean visible = given.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
        if (!visible) {
            throw broken(use, BlockDeclaration.NAME, "a name without blanks is expected");
        }
        String name = given.isEmpty() ? layer : given;
        return !repeats || INDEX.matcher(name).find() ? name : name + ".{0}";
    }

    private static String name(String template, int index) {
        Matcher matcher = INDEX.matcher(template);
        return matcher.replaceAll(match -> "" + (Integer.parseInt(match.group(1)) + index));
    }

    private Value copy(BlockDeclaration block, String name, Attributes use, List<Value> inputs, int index) {
        Map<String, Value> outputs = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            outputs.put(BlockDeclaration.inputName(i), inputs.get(i));
        }
        Map<String, Integer> values = values(block, use, inputs.getFirst().shape(), index);
        LayerLowering lowering = new LayerLowering(builder, defaults, StageStrides.NONE, name + ".");
        List<List<String>> reads = InputRules.inputs(block.layers());
        Value last = inputs.getFirst();
        for (int i = 0; i < reads.size(); i++) {
            builder.countLayer(use.origin());
            LayerDeclaration layer = block.layers().get(i);
            List<Value> read = new ArrayList<>();
            for (String input : reads.get(i)) {
                read.add(outputs.getOrDefault(input, last));
            }
            last = layer.rules().holds(use, values)
                    ? lowering.lowerInside(bound(layer, use, values), read)
                    : read.getLast();
            outputs.put(layer.name(), last);
        }
        return last;
    }

    private LayerDeclaration bound(LayerDeclaration layer, Attributes use, Map<String, Integer> values) {
        List<Attributes> annotations = layer.rules().bind(layer.annotations(), use, values);
        Findings found = new Findings();
        for (Attributes a : annotations) {
            if (StageStrides.gives(a, defaults)) {
                found.add(
                        FindingId.PREVIOUS_STAGE,
                        defaults.residual().at(a).origin(),
                        layer.name(),
                        "it stands in the block " + use.shown() + ", which has no stages");
            }
            AttributeRules.check(a, found);
        }
        if (!found.isClean()) {
            found.all().forEach(builder.findings()::add);
            throw new LayerBuilder.Broken(found.all().getFirst());
        }
        Origin origin = new BlockOrigin(use.origin(), layer.origin());
        return new LayerDeclaration(layer.name(), annotations, layer.inputs(), origin, BodyRules.NONE, false);
    }

    private static Map<String, Integer> values(BlockDeclaration block, Attributes use, TensorShape in, int index) {
        Map<String, Integer> values = new HashMap<>();
        for (String parameter : block.parameters()) {
            switch (use.plain(parameter)) {
                case Integer number -> values.put(parameter, number);
                case Boolean flag -> values.put(parameter, flag ? 1 : 0);
                default -> {}
            }
        }
        values.put("in", in.channels());
        values.put("inHeight", in.height());
        values.put("inWidth", in.width());
        values.put("block", index);
        values.put("first", index == 0 ? 1 : 0);
        return values;
    }

    private static LayerBuilder.Broken broken(Attributes use, String attribute, String text) {
        return new LayerBuilder.Broken(FindingId.ATTRIBUTE.at(use.at(attribute), use.shown(), attribute, text));
    }
}
