package castnet.processor;

import java.util.Map;
import java.util.Set;

/**
 * The processor's options.
 *
 * @param dump print the graph after this pass (or after {@code all}) among the compiler's notes; empty for none
 * @param summary print each network's summary among the compiler's notes
 */
record Options(String dump, boolean summary) {
    private static final String DUMP = "castnet.dump";
    private static final String SUMMARY = "castnet.summary";

    static final Set<String> NAMES = Set.of(DUMP, SUMMARY);

    static Options of(Map<String, String> options) {
        return new Options(
                options.getOrDefault(DUMP, ""), Boolean.parseBoolean(options.getOrDefault(SUMMARY, "false")));
    }
}
