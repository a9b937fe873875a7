package castnet.examples.oracle;

import com.fasterxml.jackson.databind.JsonNode;

/** How far numbers are from their reference. */
final class Errors {
    private Errors() {}

    /** Largest |found − expected|, relative to the largest |expected| (of all numbers: single ones may be near zero). */
    static double relative(double[] found, double[] expected) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(found[i] - expected[i]));
        }
        return difference / largest;
    }

    static double[] numbers(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    static double[] doubles(float[] values, int from, int count) {
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = values[from + i];
        }
        return result;
    }
}
