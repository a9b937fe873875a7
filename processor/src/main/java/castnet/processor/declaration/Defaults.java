package castnet.processor.declaration;

import castnet.processor.graph.Initializer;

/**
 * What a network's interface says for all its layers; each value from the nearest interface that says it.
 *
 * @param at where bottlenecks put their stride
 * @param shortcut shortcut of residual blocks
 * @param epsilon of batch norms
 * @param momentum of batch norms
 */
record Defaults(
        String at,
        String shortcut,
        boolean preActivation,
        boolean zeroGamma,
        double epsilon,
        double momentum,
        Initializer initializer) {

    /** The language's own. */
    static final Defaults LANGUAGE =
            new Defaults("CONV3x3", "PROJECTION", false, false, 1e-5, 0.1, Initializer.HE_FAN_OUT);

    /** With what an annotation of the interface says. */
    Defaults with(Attributes a) {
        return switch (a.annotation()) {
            case "Residual" ->
                new Defaults(
                        a.writtenText("at").orElse(at),
                        a.writtenText("shortcut").orElse(shortcut),
                        a.isWritten("preActivation") ? a.flag("preActivation") : preActivation,
                        a.isWritten("zeroGamma") ? a.flag("zeroGamma") : zeroGamma,
                        epsilon,
                        momentum,
                        initializer);
            case "BatchNorm" ->
                new Defaults(
                        at,
                        shortcut,
                        preActivation,
                        zeroGamma,
                        a.isWritten("epsilon") ? a.number("epsilon") : epsilon,
                        a.isWritten("momentum") ? a.number("momentum") : momentum,
                        initializer);
            case "Network" ->
                new Defaults(
                        at,
                        shortcut,
                        preActivation,
                        zeroGamma,
                        epsilon,
                        momentum,
                        a.isWritten("init") ? Initializer.valueOf(a.text("init")) : initializer);
            default -> this;
        };
    }

    /** With the values of one point of a sweep. */
    Defaults with(SweepPoint point) {
        return new Defaults(
                point.values().getOrDefault("at", at),
                point.values().getOrDefault("shortcut", shortcut),
                preActivation,
                zeroGamma,
                epsilon,
                momentum,
                initializer);
    }
}
