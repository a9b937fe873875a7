package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Node;
import castnet.processor.graph.Op;
import castnet.processor.graph.Value;
import castnet.processor.plan.Geometry.LayoutSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs a program symbolically, twice over the same arena. Fails if a step reads a value that is no longer there or a halo that
 * is not zero, overwrites an input that it must not compute in place over, or touches what another step touched without a
 * barrier between.
 */
final class MemoryCheck {
    /** Floats of a cell: channel strides and offsets are multiples of it. */
    private static final int CELL = 16;

    private final Program program;
    private final Map<Long, Value> held = new HashMap<>();
    private final Map<Integer, Placed> places = new HashMap<>();
    private final BitSet dirty = new BitSet();
    private final List<Placed> written = new ArrayList<>();
    private final List<Placed> read = new ArrayList<>();

    /** A value at its place. */
    private record Placed(long offset, LayoutSpec layout) {
        long end() {
            return offset + layout.imageFloats();
        }

        boolean overlaps(Placed other) {
            return offset < other.end() && other.offset < end();
        }
    }

    private MemoryCheck(Program program) {
        this.program = program;
    }

    static void check(Program program) {
        MemoryCheck check = new MemoryCheck(program);
        check.run();
        check.run();
    }

    private void run() {
        Value input = program.graph().input();
        Placed place = new Placed(program.inputOffset(), program.input());
        hold(input, place);
        dirty.set((int) (place.offset() / CELL), (int) Math.ceilDiv(place.end(), CELL));
        List<Step> steps = new ArrayList<>(program.forward());
        steps.addAll(program.backward());
        assertThat(steps).hasSameSizeAs(program.graph().nodes());
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), program.graph().nodes().get(i));
        }
        written.clear();
        read.clear();
        if (program.backward().isEmpty()) {
            assertResultIsThere();
        }
    }

    private void step(Step step, Node node) {
        assertThat(step.name()).isEqualTo(node.name());
        List<Placed> reads =
                node.inputs().stream().map(v -> read(step, node, v)).toList();
        List<Placed> writes = new ArrayList<>();
        for (int o = 0; o < node.outputs().size(); o++) {
            Placed place = place(step, node, o);
            assertThat(place.end()).isLessThanOrEqualTo(program.memory().arenaFloats());
            for (int i = 0; i < reads.size(); i++) {
                if (reads.get(i).overlaps(place)) {
                    assertThat(reads.get(i))
                            .as("%s writes partly over an input", node.name())
                            .isEqualTo(place);
                    assertInPlace(node, o, node.inputs().get(i));
                }
            }
            writes.add(place);
        }
        assertNoConflict(step, reads, writes);
        read.addAll(reads);
        written.addAll(writes);
        for (int o = 0; o < writes.size(); o++) {
            hold(node.outputs().get(o), writes.get(o));
            interior(writes.get(o), true);
        }
        step.calls().forEach(s -> clear(s.call()));
        if (step.barrier()) {
            written.clear();
            read.clear();
        }
        if (node.op() instanceof Op.SoftmaxCrossEntropy) {
            assertResultIsThere();
            written.clear();
            read.clear();
        }
    }

    private Placed read(Step step, Node node, Value input) {
        Placed place = placeOf(input);
        assertThat(held.get(place.offset()))
                .as("%s reads %s", node.name(), input)
                .isEqualTo(input);
        assertThat(tensors(step)).contains((int) place.offset());
        if (!input.equals(program.graph().input())) {
            assertThat(haloIsZero(place))
                    .as("%s reads %s with a clean halo", node.name(), input)
                    .isTrue();
        }
        return place;
    }

    private void assertResultIsThere() {
        assertThat(held.get((long) program.outputOffset()))
                .isEqualTo(program.graph().output());
    }

    private void assertNoConflict(Step step, List<Placed> reads, List<Placed> writes) {
        for (Placed w : written) {
            assertThat(reads).as("barrier before %s", step.name()).noneMatch(w::overlaps);
            assertThat(writes).as("barrier before %s", step.name()).noneMatch(w::overlaps);
        }
        for (Placed r : read) {
            assertThat(writes).as("barrier before %s", step.name()).noneMatch(r::overlaps);
        }
    }

    private static void assertInPlace(Node node, int output, Value input) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (node.inputs().get(i).equals(input)) {
                positions.add(i);
            }
        }
        assertThat(InPlace.candidates(node, output))
                .as("%s over %s", node.name(), input)
                .containsAnyElementsOf(positions);
        assertThat(positions).noneMatch(p -> InPlace.readsElsewhere(node, p));
    }

    private void hold(Value value, Placed place) {
        held.values().removeIf(v -> placeOf(v).overlaps(place));
        places.put(value.id(), place);
        held.put(place.offset(), value);
    }

    private Placed placeOf(Value value) {
        return Objects.requireNonNull(places.get(value.id()), value::toString);
    }

    private void clear(KernelCall call) {
        if (call.kernel().type().equals("Halo")) {
            LayoutSpec layout = (LayoutSpec) ((Argument.Shape) call.arguments().getFirst()).geometry();
            Placed place = new Placed(((Argument.Tensor) call.arguments().get(1)).offset(), layout);
            rows(place, (from, to, inside) -> {
                if (!inside) {
                    dirty.clear(from, to);
                }
            });
        }
    }

    private void interior(Placed place, boolean value) {
        rows(place, (from, to, inside) -> {
            if (inside) {
                dirty.set(from, to, value);
            }
        });
    }

    private boolean haloIsZero(Placed place) {
        boolean[] zero = {true};
        rows(place, (from, to, inside) -> {
            if (!inside) {
                int first = dirty.nextSetBit(from);
                zero[0] &= first < 0 || first >= to;
            }
        });
        return zero[0];
    }

    private interface Run {
        void cells(int from, int to, boolean inside);
    }

    /** The runs of cells of a tensor that lie in its halo or in its interior. */
    private static void rows(Placed place, Run run) {
        LayoutSpec l = place.layout();
        int pixel = l.channelStride() / CELL;
        int width = (l.left() + l.width() + l.right()) * pixel;
        int at = (int) (place.offset() / CELL);
        for (int row = 0; row < l.top() + l.height() + l.bottom(); row++, at += width) {
            if (row < l.top() || row >= l.top() + l.height()) {
                run.cells(at, at + width, false);
            } else {
                int inside = at + l.left() * pixel;
                run.cells(at, inside, false);
                run.cells(inside, inside + l.width() * pixel, true);
                run.cells(inside + l.width() * pixel, at + width, false);
            }
        }
    }

    private static List<Integer> tensors(Step step) {
        return step.calls().stream()
                .flatMap(s -> s.call().arguments().stream())
                .filter(Argument.Tensor.class::isInstance)
                .map(a -> ((Argument.Tensor) a).offset())
                .toList();
    }

    /** Where a step writes an output: the last tensors of its last call that is not a clearing of halos. */
    private static Placed place(Step step, Node node, int output) {
        KernelCall call = step.calls().reversed().stream()
                .map(Step.Stage::call)
                .filter(c -> !c.kernel().type().equals("Halo"))
                .findFirst()
                .orElseThrow();
        List<Argument> arguments = call.arguments();
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Argument.Tensor) {
                at.add(i);
            }
        }
        int index = at.get(at.size() - node.outputs().size() + output);
        return new Placed(((Argument.Tensor) arguments.get(index)).offset(), layout(call, index));
    }

    /** The layout of an output: of a forward convolution in its shape, of its data gradient behind it, else before it. */
    private static LayoutSpec layout(KernelCall call, int index) {
        List<Argument> arguments = call.arguments();
        boolean dataGradient = call.kernel().equals(new Kernel("ConvGradient", "data"));
        if (arguments.getFirst() instanceof Argument.Shape shape && !dataGradient) {
            switch (shape.geometry()) {
                case Geometry.ConvSpec conv -> {
                    return conv.out();
                }
                case Geometry.PoolSpec pool
                when !(arguments.get(index - 1) instanceof Argument.Shape) -> {
                    return pool.out();
                }
                case Geometry _ -> {}
            }
        }
        return (LayoutSpec) ((Argument.Shape) arguments.get(index + (dataGradient ? 1 : -1))).geometry();
    }
}
