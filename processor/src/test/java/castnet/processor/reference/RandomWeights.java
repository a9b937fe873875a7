package castnet.processor.reference;

import castnet.processor.graph.Graph;
import castnet.processor.graph.Parameter;
import castnet.processor.graph.ParameterRole;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Weights and images for tests: of a size that keeps activations near 1. */
public final class RandomWeights {
    private RandomWeights() {}

    /** Values for every parameter and running statistic. */
    public static Map<String, double[]> of(Graph graph, RandomGenerator random) {
        Map<String, double[]> all = new HashMap<>();
        for (Parameter p : graph.parameters()) {
            double[] values = new double[Math.toIntExact(p.elements())];
            double scale = Math.sqrt(2.0 * p.shape().getFirst() / values.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (p.role()) {
                    case WEIGHT -> scale * random.nextGaussian();
                    case GAMMA -> 1 + 0.3 * random.nextGaussian();
                    case RUNNING_VARIANCE -> 0.5 + random.nextDouble();
                    case BIAS, BETA, RUNNING_MEAN -> 0.3 * random.nextGaussian();
                };
            }
            all.put(p.key(), values);
        }
        return all;
    }

    /** A direction in the space of the trained parameters. */
    public static Map<String, double[]> direction(Graph graph, RandomGenerator random) {
        Map<String, double[]> all = new HashMap<>();
        for (Parameter p : graph.parameters()) {
            if (p.role() != ParameterRole.RUNNING_MEAN && p.role() != ParameterRole.RUNNING_VARIANCE) {
                all.put(p.key(), gaussians(Math.toIntExact(p.elements()), random));
            }
        }
        return all;
    }

    /** Images and labels. */
    public static ReferenceInterpreter.Batch batch(Graph graph, int n, RandomGenerator random) {
        double[] images = gaussians(Math.toIntExact(n * graph.input().shape().elements()), random);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = random.nextInt(graph.output().shape().channels());
        }
        return new ReferenceInterpreter.Batch(n, images, labels, 0.1);
    }

    private static double[] gaussians(int length, RandomGenerator random) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }
}
