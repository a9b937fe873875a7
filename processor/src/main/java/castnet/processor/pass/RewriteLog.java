package castnet.processor.pass;

import java.util.ArrayList;
import java.util.List;

/** What the rewrites did and what they left alone, in order. Not thread-safe; one per network. */
public final class RewriteLog {
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One decision of a pass.
     *
     * @param pass name of the pass
     * @param node the node that it was about
     * @param into the node that does its work now, itself if that has become less; empty if it declined or the work is gone
     * @param fired whether the graph was changed
     * @param macs multiply-adds that it saves for one image
     * @param text the saving, or the condition that failed
     */
    public record Entry(String pass, String node, String into, boolean fired, long macs, String text) {
        @Override
        public String toString() {
            return "%s %s %s: %s".formatted(pass, fired ? "fired" : "declined", node, text);
        }
    }

    /** A rewrite fired: the work of {@code node} is done by {@code into} now, or gone if that is empty. */
    public void fired(String pass, String node, String into, String saving) {
        fired(pass, node, into, 0, saving);
    }

    /** A rewrite fired that saves multiply-adds. */
    public void fired(String pass, String node, String into, long macs, String saving) {
        entries.add(new Entry(pass, node, into, true, macs, saving));
    }

    /** A rewrite was possible in principle, but its condition failed. */
    public void declined(String pass, String node, String condition) {
        entries.add(new Entry(pass, node, "", false, 0, condition));
    }

    /** All entries so far. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** These entries, then those of another log. */
    public RewriteLog then(RewriteLog next) {
        RewriteLog both = new RewriteLog();
        both.entries.addAll(entries);
        both.entries.addAll(next.entries);
        return both;
    }
}
