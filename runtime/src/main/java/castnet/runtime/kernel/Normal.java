package castnet.runtime.kernel;

/** The standard normal distribution. */
final class Normal {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final double TAIL = 3;

    private Normal() {}

    static double density(double x) {
        return Math.exp(-0.5 * x * x) / ROOT_TWO_PI;
    }

    /** Φ(x), to about 1e-13. */
    static double distribution(double x) {
        double z = x * ROOT_HALF;
        if (Math.abs(z) < TAIL) {
            return 0.5 * (1 + erf(z));
        }
        double tail = 0.5 * erfcTail(Math.abs(z));
        return x < 0 ? tail : 1 - tail;
    }

    // Kummer's form of the series, all terms of one sign (Abramowitz and Stegun 7.1.6): erf z = 2/√π e^(−z²) Σ 2ⁿ
    // z^(2n+1)/(2n+1)!!
    private static double erf(double z) {
        double term = z;
        double sum = z;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * z * z / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-z * z) * sum;
    }

    // Continued fraction (Abramowitz and Stegun 7.1.14), from the inside out; 40 levels suffice from z = 3 on.
    private static double erfcTail(double z) {
        double fraction = z;
        for (int k = 40; k >= 1; k--) {
            fraction = z + 0.5 * k / fraction;
        }
        return Math.exp(-z * z) / (Math.sqrt(Math.PI) * fraction);
    }
}
