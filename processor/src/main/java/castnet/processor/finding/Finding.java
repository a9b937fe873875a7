package castnet.processor.finding;

import java.util.List;

/**
 * Something that is wrong or worth a warning.
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

    public Finding(FindingId id, Origin origin, String text) {
        this(id, origin, text, List.of());
    }

    /** The whole message: {@code [castnet:shape-mismatch] …}, each step on a line of its own. */
    public String message() {
        StringBuilder message = new StringBuilder("[castnet:").append(id.id()).append("] ").append(text);
        steps.forEach(step -> message.append("\n    ").append(step));
        return message.toString();
    }
}
