package castnet.runtime.optimizer;

import java.util.Arrays;

/** The learning rate as a function of the step, counted from 0 in updates (not epochs). Stateless. */
@FunctionalInterface
public interface Schedule {

    /** Learning rate of update number {@code step}, from 0. */
    double rate(long step);

    /** Always {@code rate}. */
    static Schedule constant(double rate) {
        Settings.requireNonNegative("rate", rate);
        return step -> rate;
    }

    /** Multiplied by {@code factor} every {@code period} steps. */
    static Schedule step(double rate, double factor, long period) {
        Settings.requireNonNegative("rate", rate);
        Settings.requireNonNegative("factor", factor);
        Settings.requireSteps("period", period);
        return step -> {
            long falls = step / period;
            return rate * StrictMath.pow(factor, (double) falls);
        };
    }

    /** Multiplied by {@code factor} at each of {@code milestones}, which are steps in ascending order. */
    static Schedule multiStep(double rate, double factor, long... milestones) {
        Settings.requireNonNegative("rate", rate);
        Settings.requireNonNegative("factor", factor);
        long[] sorted = milestones.clone();
        Arrays.sort(sorted);
        return step -> {
            double current = rate;
            for (long milestone : sorted) {
                current = step >= milestone ? current * factor : current;
            }
            return current;
        };
    }

    /** Half a cosine from {@code rate} at step 0 to 0 at {@code steps}, and 0 from then on (Loshchilov and Hutter 2017). */
    static Schedule cosine(double rate, long steps) {
        Settings.requireNonNegative("rate", rate);
        Settings.requireSteps("steps", steps);
        return step -> rate * 0.5 * (1 + StrictMath.cos(StrictMath.PI * Math.min(step, steps) / steps));
    }

    /** Linear from {@code rate} at step 0 to 0 at {@code steps}, and 0 from then on. */
    static Schedule linear(double rate, long steps) {
        Settings.requireNonNegative("rate", rate);
        Settings.requireSteps("steps", steps);
        return step -> rate * (steps - Math.min(step, steps)) / steps;
    }

    /**
     * Before this schedule, a linear rise: the first {@code steps} updates take {@code 1/steps, 2/steps, … 1} of this
     * schedule's first rate; its step 0 follows.
     */
    default Schedule withWarmup(long steps) {
        if (steps == 0) {
            return this;
        }
        Settings.requireSteps("warm-up", steps);
        return step -> step < steps ? rate(0) * (step + 1) / steps : rate(step - steps);
    }
}
