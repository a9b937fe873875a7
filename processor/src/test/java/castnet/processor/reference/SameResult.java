package castnet.processor.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import castnet.processor.graph.Graph;
import castnet.processor.graph.GraphPrinter;
import castnet.processor.graph.GraphVerifier;
import castnet.processor.reference.ReferenceInterpreter.Batch;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Whether two graphs compute the same in inference. */
public final class SameResult {
    private SameResult() {}

    /** Demands a sound graph whose result equals the other's within 1e-12 of the largest element, on random weights and input. */
    public static void assertSame(Graph before, Graph after, int seed) {
        assertThat(GraphVerifier.problems(after)).as(GraphPrinter.print(before)).isEmpty();
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, double[]> weights = RandomWeights.of(before, random);
        Batch batch = RandomWeights.batch(before, 1, random);
        double[] expected =
                ReferenceInterpreter.inference(before, weights, batch).value(before.output());
        double[] found = ReferenceInterpreter.inference(after, weights, batch).value(after.output());
        assertThat(found).as(GraphPrinter.print(before)).hasSameSizeAs(expected);
        // A maximum over padding alone is −∞, which must stay.
        double scale = Arrays.stream(expected)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        for (int e = 0; e < expected.length; e++) {
            if (Double.compare(expected[e], found[e]) != 0) {
                assertThat(found[e]).as(GraphPrinter.print(before)).isCloseTo(expected[e], within(1e-12 * scale));
            }
        }
    }
}
