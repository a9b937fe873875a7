package castnet.processor.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer as the pictures show it; from the compiler's summary.
 *
 * @param inputs names of the layers that it reads
 * @param channels of its output
 * @param height of its output
 * @param width of its output
 * @param macs multiply-adds of one image
 * @param unreadMacs those for elements that nobody reads
 * @param needed share of its output that the network's result depends on, from 0 to 1
 * @param sees what an element in the middle sees of the network's input, in words
 * @param kernel what computes it
 * @param bytes what it reads and writes at least, 0 where another layer does its work
 * @param nanos what it takes, 0 where that was not measured or another layer does its work
 */
public record DrawnLayer(
        String name,
        String op,
        List<String> inputs,
        int channels,
        int height,
        int width,
        long parameters,
        long macs,
        long unreadMacs,
        double needed,
        String sees,
        String kernel,
        long bytes,
        double nanos) {
    private static final Pattern BLOCK = Pattern.compile("([^.]+\\.[0-9]+)\\.");

    public DrawnLayer {
        inputs = List.copyOf(inputs);
    }

    /**
     * What an element sees, in words.
     *
     * @param coverage share of the field that it really sees, from 0 to 1
     */
    public static String sees(int height, int width, double coverage) {
        String size = height + "×" + width;
        return coverage < 1 ? String.format(Locale.ROOT, "%.1f %% of %s", 100 * coverage, size) : size;
    }

    /** The same with a measured time. */
    public DrawnLayer taking(double measured) {
        return new DrawnLayer(
                name,
                op,
                inputs,
                channels,
                height,
                width,
                parameters,
                macs,
                unreadMacs,
                needed,
                sees,
                kernel,
                bytes,
                measured);
    }

    String shape() {
        return channels + "×" + height + "×" + width;
    }

    /** The block that it belongs to, {@code layer1.0} of {@code layer1.0.conv1}; empty for a layer that stands alone. */
    String block() {
        Matcher block = BLOCK.matcher(name);
        return block.lookingAt() ? block.group(1) : "";
    }
}
