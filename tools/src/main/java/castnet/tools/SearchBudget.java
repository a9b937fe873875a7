package castnet.tools;

import castnet.tools.report.SearchedPoint;
import java.util.List;
import picocli.CommandLine.Option;

/** What a point may cost at most. */
final class SearchBudget {
    @Option(names = "--max-macs", description = "Leaves out points with more multiply-adds per inference.")
    private long macs = Long.MAX_VALUE;

    @Option(names = "--max-params", description = "Leaves out points with more parameters.")
    private long parameters = Long.MAX_VALUE;

    @Option(names = "--max-memory", description = "Leaves out points whose inference needs more bytes of activations.")
    private long memory = Long.MAX_VALUE;

    /**
     * The points within it, in their order.
     *
     * @throws IllegalArgumentException if there are none
     */
    List<SearchedPoint> within(List<SearchedPoint> points) {
        List<SearchedPoint> within = points.stream()
                .filter(p -> p.macs() <= macs && p.parameters() <= parameters && p.memory() <= memory)
                .toList();
        if (within.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of %,d points is within --max-macs, --max-params and --max-memory; the least are %,d MACs, %,d parameters, %,d bytes"
                            .formatted(
                                    points.size(),
                                    points.stream()
                                            .mapToLong(SearchedPoint::macs)
                                            .min()
                                            .orElse(0),
                                    points.stream()
                                            .mapToLong(SearchedPoint::parameters)
                                            .min()
                                            .orElse(0),
                                    points.stream()
                                            .mapToLong(SearchedPoint::memory)
                                            .min()
                                            .orElse(0)));
        }
        return within;
    }

    /** As options; empty without a budget. */
    String text() {
        return text("--max-macs", macs) + text("--max-params", parameters) + text("--max-memory", memory);
    }

    private static String text(String option, long most) {
        return most == Long.MAX_VALUE ? "" : " " + option + " " + most;
    }
}
