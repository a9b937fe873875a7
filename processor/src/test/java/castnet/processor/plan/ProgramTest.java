package castnet.processor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.graph.Graph;
import castnet.processor.reference.Nets;
import castnet.processor.reference.RandomNets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What holds for every program of every network. */
class ProgramTest {
    static final List<Graph> NETS = nets();

    private static List<Graph> nets() {
        List<Graph> nets = new ArrayList<>(Nets.small());
        nets.add(Nets.cifarResNet(3, 16, 32));
        nets.add(Nets.basicResNet(2, 2, 2, 2));
        nets.add(Nets.bottleneckResNet(3, 4, 6, 3));
        SplittableRandom random = new SplittableRandom(17);
        for (int i = 0; i < 60; i++) {
            nets.add(RandomNets.draw(random));
        }
        return nets;
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void valuesSurviveUntilTheyAreRead(Graph declared) {
        programs(declared).forEach(MemoryCheck::check);
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void callsAreInTheCatalogue(Graph declared) {
        for (Program program : programs(declared)) {
            for (Step step : steps(program)) {
                for (Step.Stage stage : step.calls()) {
                    List<KernelParameter> parameters =
                            KernelCatalog.parameters(stage.call().kernel());
                    List<Argument> arguments = stage.call().arguments();
                    assertThat(arguments).hasSameSizeAs(parameters);
                    for (int i = 0; i < arguments.size(); i++) {
                        assertThat(parameters.get(i).accepts(arguments.get(i)))
                                .as("%s, argument %d: %s", stage.call().kernel(), i, arguments.get(i))
                                .isTrue();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void namesAreUniqueAndFieldsExist(Graph declared) {
        for (Program program : programs(declared)) {
            assertThat(steps(program)).extracting(Step::name).doesNotHaveDuplicates();
            Set<String> fields = new HashSet<>();
            for (ArrayField field : program.fields()) {
                assertThat(fields.add(field.name())).isTrue();
                assertThat(field.name()).matches("[A-Za-z_$][A-Za-z0-9_$]*");
                if (field instanceof ArrayField.PackedConvolution packed) {
                    assertThat(fields.add(packed.biasName())).isTrue();
                }
                if (field instanceof ArrayField.FoldedNorm norm) {
                    assertThat(fields.add(norm.shiftName())).isTrue();
                }
            }
            assertThat(fields).containsAll(usedFields(program));
        }
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void halosAreWideEnoughForConvolutions(Graph declared) {
        for (Program program : programs(declared)) {
            for (Step step : steps(program)) {
                step.calls().stream()
                        .flatMap(s -> s.call().arguments().stream())
                        .filter(a -> a instanceof Argument.Shape s && s.geometry() instanceof Geometry.ConvSpec)
                        .map(a -> (Geometry.ConvSpec) ((Argument.Shape) a).geometry())
                        .forEach(ProgramTest::assertReadsInside);
            }
        }
    }

    /** What the runtime's ConvShape demands. */
    private static void assertReadsInside(Geometry.ConvSpec s) {
        int lastRow =
                (s.out().height() - 1) * s.strideHeight() - s.padTop() + (s.kernelHeight() - 1) * s.dilationHeight();
        int lastColumn =
                (s.out().width() - 1) * s.strideWidth() - s.padLeft() + (s.kernelWidth() - 1) * s.dilationWidth();
        assertThat(s.in().top()).isGreaterThanOrEqualTo(s.padTop());
        assertThat(s.in().left()).isGreaterThanOrEqualTo(s.padLeft());
        assertThat(lastRow).isLessThan(s.in().height() + s.in().bottom());
        assertThat(lastColumn).isLessThan(s.in().width() + s.in().right());
    }

    @ParameterizedTest
    @FieldSource("NETS")
    void plansAreDeterministic(Graph declared) {
        assertThat(programs(declared)).isEqualTo(programs(declared));
    }

    private static List<String> usedFields(Program program) {
        return steps(program).stream()
                .flatMap(s -> s.calls().stream())
                .flatMap(s -> s.call().arguments().stream())
                .filter(Argument.Field.class::isInstance)
                .map(a -> ((Argument.Field) a).name())
                .toList();
    }

    private static List<Step> steps(Program program) {
        List<Step> steps = new ArrayList<>(program.pack());
        steps.addAll(program.forward());
        steps.addAll(program.backward());
        return steps;
    }

    private static List<Program> programs(Graph declared) {
        PlanResult result = Planner.plan(declared);
        assertThat(result).isInstanceOf(PlanResult.Planned.class);
        ExecutionPlan plan = ((PlanResult.Planned) result).plan();
        Program training = plan.training();
        return training == null ? List.of(plan.inference()) : List.of(plan.inference(), training);
    }
}
