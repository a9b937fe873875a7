package castnet.processor.declaration;

import castnet.processor.finding.Origin;
import castnet.processor.graph.Initializer;

/**
 * What a network's interface says for all its layers; each value from the nearest interface that says it.
 *
 * @param residual of residual blocks
 * @param epsilon of batch norms
 * @param momentum of batch norms
 * @param skipUnread whether inference leaves out what no layer reads
 * @param winograd whether 3×3 convolutions may be computed through Winograd's transforms
 */
record Defaults(
        Residual residual,
        double epsilon,
        double momentum,
        Initializer initializer,
        boolean skipUnread,
        boolean winograd) {
    /** The language's own. */
    static final Defaults LANGUAGE = new Defaults(
            new Residual(
                    standard("CONV3x3"), standard("PROJECTION"), standard(false), standard(false), standard("NONE")),
            1e-5,
            0.1,
            Initializer.HE_FAN_OUT,
            true,
            true);

    /**
     * What {@code @Residual} says.
     *
     * @param at where bottlenecks put their stride
     */
    record Residual(
            Attribute<String> at,
            Attribute<String> shortcut,
            Attribute<Boolean> preActivation,
            Attribute<Boolean> zeroGamma,
            Attribute<String> convBias) {

        /** With what the annotation of an interface says. */
        private Residual with(Attributes a) {
            return new Residual(
                    a.isWritten("at") ? new Attribute<>(a.text("at"), a.at("at")) : at,
                    a.isWritten("shortcut") ? new Attribute<>(a.text("shortcut"), a.at("shortcut")) : shortcut,
                    a.isWritten("preActivation")
                            ? new Attribute<>(a.flag("preActivation"), a.at("preActivation"))
                            : preActivation,
                    a.isWritten("zeroGamma") ? new Attribute<>(a.flag("zeroGamma"), a.at("zeroGamma")) : zeroGamma,
                    a.isWritten("convBias") ? new Attribute<>(a.text("convBias"), a.at("convBias")) : convBias);
        }

        /** Where a stage puts its stride. */
        Attribute<String> at(Attributes stage) {
            return at.unlessWritten(stage, "at", stage.text("at"));
        }

        /** The shortcut of a stage's blocks. */
        Attribute<String> shortcut(Attributes stage) {
            return shortcut.unlessWritten(stage, "shortcut", stage.text("shortcut"));
        }

        /** Whether a stage's blocks begin with batch norm and ReLU. */
        boolean preActivation(Attributes stage) {
            return preActivation
                    .unlessWritten(stage, "preActivation", stage.flag("preActivation"))
                    .value();
        }
    }

    private static <T> Attribute<T> standard(T value) {
        return new Attribute<>(value, Origin.NONE);
    }

    /** With what an annotation of the interface says. */
    Defaults with(Attributes a) {
        return switch (a.annotation()) {
            case "Residual" -> new Defaults(residual.with(a), epsilon, momentum, initializer, skipUnread, winograd);
            case "BatchNorm" ->
                new Defaults(
                        residual,
                        a.isWritten("epsilon") ? a.number("epsilon") : epsilon,
                        a.isWritten("momentum") ? a.number("momentum") : momentum,
                        initializer,
                        skipUnread,
                        winograd);
            case "Network" ->
                new Defaults(
                        residual,
                        epsilon,
                        momentum,
                        a.isWritten("init") ? Initializer.valueOf(a.text("init")) : initializer,
                        a.isWritten("skipUnread") ? a.flag("skipUnread") : skipUnread,
                        a.isWritten("winograd") ? a.flag("winograd") : winograd);
            default -> this;
        };
    }

    /** With the values of one point of a sweep. */
    Defaults with(SweepPoint point) {
        Residual swept = new Residual(
                point.residual("at").orElse(residual.at()),
                point.residual("shortcut").orElse(residual.shortcut()),
                residual.preActivation(),
                residual.zeroGamma(),
                residual.convBias());
        return new Defaults(swept, epsilon, momentum, initializer, skipUnread, winograd);
    }
}
