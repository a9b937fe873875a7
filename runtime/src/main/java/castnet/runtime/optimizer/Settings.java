package castnet.runtime.optimizer;

/** Checks of what a user sets. */
final class Settings {
    private Settings() {}

    static void requireFraction(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("%s must be at least 0 and below 1, found %s".formatted(name, value));
        }
    }

    static void requireNonNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("%s must be finite and at least 0, found %s".formatted(name, value));
        }
    }

    static void requireSteps(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1 step, found %d".formatted(name, value));
        }
    }
}
