package castnet.processor.declaration;

import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the attributes of each annotation may be, whatever shape the layer reads. Finds all that is wrong at once. */
final class AttributeRules {
    /** Larger windows, strides and paddings are slips of the finger, and would overflow what is computed with them. */
    private static final int LARGEST = 1 << 16;

    /** Keeps sides of the longest input, times this, in an int. */
    private static final int LARGEST_SCALE = 64;

    private static final int MOST_CHANNELS = 1 << 24;
    /** More than four times the deepest published network, of 18 × 200 layers. */
    private static final int MOST_BLOCKS = 1024;

    private static final Set<String> WITH_ALPHA = Set.of("LEAKY_RELU", "ELU", "SCALE");

    private final Attributes a;
    private final Findings findings;
    private boolean sound = true;

    private AttributeRules(Attributes a, Findings findings) {
        this.a = a;
        this.findings = findings;
    }

    /** Checks an annotation by itself. Returns whether nothing is wrong with it. */
    static boolean check(Attributes a, Findings findings) {
        AttributeRules rules = new AttributeRules(a, findings);
        switch (a.annotation()) {
            case "Conv" -> rules.conv();
            case "MaxPool", "AvgPool" -> rules.window();
            case "Pad" -> rules.pad();
            case "Reshape" -> rules.reshape();
            case "Upsample" -> {
                int scale = a.integer("scale");
                rules.range(
                        "scale", scale, scale >= 2 && scale <= LARGEST_SCALE, "a number from 2 to " + LARGEST_SCALE);
            }
            case "Linear" -> rules.linear();
            case "BatchNorm" -> rules.norm();
            case "Activation" -> rules.activation();
            case "Dropout" ->
                rules.range(
                        "value",
                        a.number("value"),
                        a.number("value") >= 0 && a.number("value") < 1,
                        "a probability from 0 (inclusive) to 1 (exclusive)");
            case "BasicBlock" -> rules.residual();
            case "Bottleneck" -> rules.bottleneck();
            default -> rules.sound = true;
        }
        return rules.sound;
    }

    private void conv() {
        number("out", MOST_CHANNELS);
        number("groups", MOST_CHANNELS);
        pairs("dilation", 1);
        name();
        window();
    }

    private void pad() {
        List<Integer> sides = a.integers("value");
        each("value", sides, 0);
        if (sides.isEmpty() || sides.size() == 3 || sides.size() > 4) {
            wrong("value", "1, 2 or 4 values are expected, found " + sides.size());
        }
        List<Integer> channels = a.integers("channels");
        for (int count : channels) {
            range("channels", count, count >= 0 && count <= MOST_CHANNELS, "a number from 0 to " + MOST_CHANNELS);
        }
        if (channels.isEmpty() || channels.size() > 2) {
            wrong("channels", "1 or 2 values are expected, found " + channels.size());
        }
        if (sound && Stream.concat(sides.stream(), channels.stream()).allMatch(count -> count == 0)) {
            wrong("value", "at least one side must get a pixel or a channel, or leave @Pad out");
        }
    }

    private void reshape() {
        long open = 0;
        for (String side : List.of("channels", "height", "width")) {
            int value = a.integer(side);
            range(side, value, value >= 0 && value <= MOST_CHANNELS, "a number from 1 to " + MOST_CHANNELS);
            open += value == 0 ? 1 : 0;
        }
        if (sound && open > 1) {
            wrong("channels", "at most one of channels, height and width can follow from the others: give two of them");
        }
    }

    private void linear() {
        number("out", MOST_CHANNELS);
        name();
    }

    private void norm() {
        double epsilon = a.number("epsilon");
        double momentum = a.number("momentum");
        range("epsilon", epsilon, epsilon > 0 && epsilon < 1, "a number above 0 and below 1");
        range("momentum", momentum, momentum >= 0 && momentum <= 1, "a number from 0 to 1");
        name();
    }

    private void activation() {
        double alpha = a.number("alpha");
        range("alpha", alpha, !Double.isInfinite(alpha), "a finite number");
        if (!Double.isNaN(alpha) && !WITH_ALPHA.contains(a.text("value"))) {
            wrong("alpha", a.text("value") + " has none: leave it out");
        }
        if (Double.isNaN(alpha) && a.text("value").equals("SCALE")) {
            wrong("alpha", "SCALE needs one, the factor");
        }
    }

    private void residual() {
        number("width", MOST_CHANNELS);
        number("repeat", MOST_BLOCKS);
        number("stride", LARGEST);
        int reduction = a.integer("squeezeExcite");
        range(
                "squeezeExcite",
                reduction,
                reduction >= 0 && reduction <= MOST_CHANNELS,
                "a number from 0 to " + MOST_CHANNELS);
    }

    private void bottleneck() {
        residual();
        number("groups", MOST_CHANNELS);
        number("groupWidth", MOST_CHANNELS);
        number("expansion", MOST_CHANNELS);
        if (sound) {
            double width = middle(a);
            double out = (double) a.integer("width") * a.integer("expansion");
            range("width", width, width >= 1 && width <= MOST_CHANNELS, "1 to 16777216 channels of the 3×3");
            range("width", out, out <= MOST_CHANNELS, "at most 16777216 output channels");
        }
    }

    /** Channels of a bottleneck's 3×3, ⌊width·groupWidth/64⌋·groups. */
    static double middle(Attributes a) {
        long perGroup = (long) a.integer("width") * a.integer("groupWidth") / 64;
        return (double) perGroup * a.integer("groups");
    }

    private void window() {
        pairs("kernel", 1);
        if (!a.integers("stride").isEmpty() || a.annotation().equals("Conv")) {
            pairs("stride", 1);
        }
        List<Integer> pad = a.integers("pad");
        each("pad", pad, 0);
        if (pad.size() == 3 || pad.size() > 4) {
            wrong("pad", "1, 2 or 4 values are expected, found " + pad.size());
        }
        if (!pad.isEmpty() && a.isWritten("padding")) {
            wrong("pad", "pad and padding contradict each other: write one of the two");
        }
        if (sound && Math.max(Windows.span(a, 0), Windows.span(a, 1)) > LARGEST) {
            wrong("kernel", "with its dilation a window spans at most %d pixels".formatted(LARGEST));
        }
    }

    private void pairs(String attribute, int lowest) {
        List<Integer> values = a.integers(attribute);
        if (values.isEmpty() && !a.isWritten(attribute)) {
            wrong(attribute, "it must be given: write @%s(%s = …)".formatted(a.annotation(), attribute));
        } else if (values.isEmpty() || values.size() > 2) {
            wrong(attribute, "1 or 2 values are expected, found " + values.size());
        }
        each(attribute, values, lowest);
    }

    private void each(String attribute, List<Integer> values, int lowest) {
        for (int i = 0; i < values.size(); i++) {
            int value = values.get(i);
            if (value < lowest || value > LARGEST) {
                String text = "a number from %d to %d is expected, found %d".formatted(lowest, LARGEST, value);
                findings.add(FindingId.ATTRIBUTE, a.at(attribute, i), a.annotation(), attribute, text);
                sound = false;
            }
        }
    }

    private void number(String attribute, int most) {
        int value = a.integer(attribute);
        if (value == 0 && !a.isWritten(attribute)) {
            wrong(attribute, "it must be given: write @%s(%s = …)".formatted(a.annotation(), attribute));
            return;
        }
        range(attribute, value, value >= 1 && value <= most, "a number from 1 to " + most);
    }

    private void range(String attribute, Number found, boolean inRange, String expected) {
        if (!inRange) {
            wrong(attribute, "%s is expected, found %s".formatted(expected, found));
        }
    }

    private void name() {
        String name = a.text("name");
        if (a.isWritten("name") && (name.isEmpty() || !name.codePoints().allMatch(AttributeRules::isVisible))) {
            wrong("name", "a name is expected that is not empty and has no blanks");
        }
    }

    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c) && !Character.isISOControl(c) && !Character.isSpaceChar(c);
    }

    private void wrong(String attribute, String text) {
        findings.add(FindingId.ATTRIBUTE, a.at(attribute), a.annotation(), attribute, text);
        sound = false;
    }
}
