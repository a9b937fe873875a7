package castnet.processor.finding;

import java.util.ArrayList;
import java.util.List;

/** Collects the findings of one network. Not thread-safe. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /** Adds a finding; one that is there already, at the same place, is not added twice. */
    public void add(Finding finding) {
        if (!all.contains(finding)) {
            all.add(finding);
        }
    }

    /** Adds a finding without steps. */
    public void add(FindingId id, Origin origin, Object... values) {
        add(id.at(origin, values));
    }

    /**
     * Adds what was found in a variant of the same declaration, but for what has been found at the same place already: one
     * mistake is one message, however many variants have it.
     */
    public void addOthers(Findings variant) {
        for (Finding finding : variant.all) {
            boolean known = all.stream()
                    .anyMatch(f -> f.id() == finding.id() && f.origin().equals(finding.origin()));
            if (!known) {
                all.add(finding);
            }
        }
    }

    /** All findings, in the order in which they were found. */
    public List<Finding> all() {
        return List.copyOf(all);
    }

    /** Whether there is no error. */
    public boolean isClean() {
        return all.stream().noneMatch(f -> f.id().severity() == Severity.ERROR);
    }
}
