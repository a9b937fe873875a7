package castnet.tools.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups steps into methods: a convolution or fully connected layer takes in the batch norm behind it, and these and sums the
 * function behind them, where nothing else reads what is between.
 */
final class Methods {
    private final List<Step> steps;
    private final int output;
    private final JavaNames names = new JavaNames();
    private final Set<String> keys = new HashSet<>();
    private final Map<Integer, Method> methodOf = new HashMap<>();
    private final List<Method> methods = new ArrayList<>();

    private Methods(ModelReader.Steps network) {
        this.steps = network.steps();
        this.output = network.output();
    }

    /** A method: its annotations' layers, each with the prefix of its weights' keys, and the methods it reads. */
    record Method(String name, List<Integer> inputs, List<Keyed> layers) {}

    /** A layer and the prefix of its keys. */
    record Keyed(Step step, String prefix) {}

    /** The methods of a network in order. */
    record Grouped(List<Method> methods, Map<Integer, Method> methodOf) {}

    static Grouped of(ModelReader.Steps network) {
        Methods all = new Methods(network);
        all.group();
        return new Grouped(all.methods, all.methodOf);
    }

    private void group() {
        Set<Integer> live = new HashSet<>(Set.of(output));
        Map<Integer, Integer> readers = new HashMap<>(Map.of(output, 1));
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (live.contains(i)) {
                live.addAll(steps.get(i).inputs());
                steps.get(i).inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (live.contains(i)) {
                place(i, readers);
            }
        }
    }

    private void place(int index, Map<Integer, Integer> readers) {
        Step step = steps.get(index);
        int from = step.inputs().getFirst();
        Method before = methodOf.get(from);
        if (before != null
                && readers.getOrDefault(from, 0) == 1
                && joins(steps.get(from).layer(), step.layer())) {
            before.layers().add(new Keyed(step, prefix(step, normName(before.name()))));
            methodOf.put(index, before);
            return;
        }
        String name = names.method(step.name());
        List<Keyed> layers = new ArrayList<>();
        layers.add(new Keyed(step, prefix(step, name)));
        Method method = new Method(name, step.inputs(), layers);
        methods.add(method);
        methodOf.put(index, method);
    }

    private static boolean joins(Layer before, Layer layer) {
        boolean weighted = before instanceof Layer.Conv || before instanceof Layer.Linear;
        return switch (layer) {
            case Layer.Norm norm -> weighted;
            case Layer.Activation function ->
                weighted || before instanceof Layer.Norm || before.equals(new Layer.Plain(Layer.Kind.ADD));
            default -> false;
        };
    }

    private String prefix(Step step, String byDefault) {
        if (step.weights().isEmpty()) {
            return "";
        }
        boolean usable = step.isKey() && step.name().matches("[A-Za-z0-9_./:\\-]+");
        String wanted = usable ? step.name() : byDefault;
        String prefix = wanted;
        for (int i = 2; !keys.add(prefix); i++) {
            prefix = wanted + "_" + i;
        }
        return prefix;
    }

    /** What the compiler calls a batch norm behind a convolution in a method. */
    static String normName(String method) {
        return method.contains("conv") ? method.replace("conv", "bn") : method + "_bn";
    }
}
