package castnet.processor.finding;

import java.util.List;

/**
 * Something that is wrong or worth a warning. Made by {@link FindingId#at}.
 *
 * @param id what kind of thing
 * @param origin where the user wrote it
 * @param text what was expected, what was found, what to do
 * @param steps how it came about, one line each
 */
public record Finding(FindingId id, Origin origin, String text, List<String> steps) {
    public Finding {
        steps = List.copyOf(steps);
    }

    /** This finding with the way how it came about. */
    public Finding because(List<String> steps) {
        return new Finding(id, origin, text, steps);
    }

    /** The whole message: {@code [castnet:shape-mismatch] …}, each step on a line of its own. */
    public String message() {
        StringBuilder message =
                new StringBuilder("[castnet:").append(id.id()).append("] ").append(text);
        steps.forEach(step -> message.append("\n    ").append(step));
        return message.toString();
    }
}
