package castnet.tools.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A layer as {@code castnet draw} shows it; from the compiler's summary.
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
        String kernel) {
    private static final Pattern BLOCK = Pattern.compile("([^.]+\\.[0-9]+)\\.");

    public DrawnLayer {
        inputs = List.copyOf(inputs);
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
