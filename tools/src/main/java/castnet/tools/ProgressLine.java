package castnet.tools;

import java.io.Console;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A line that is written over itself on a terminal, and now and then below itself elsewhere. Thread-safe. */
final class ProgressLine {
    private static final int BAR = 28;
    private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FILE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final PrintWriter err;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private long last;
    private double first = -1;
    private int longest;

    /** On {@code err}, as a terminal if there is one. */
    ProgressLine(PrintWriter err) {
        this(err, isTerminal(System.console()));
    }

    ProgressLine(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.last = start - FILE_NANOS;
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    /** Shows that {@code done} of {@code total} is done, at most a few times per second. */
    synchronized void show(double done, double total, String text) {
        double share = total > 0 ? Math.clamp(done / total, 0, 1) : 0;
        if (first < 0) {
            first = share;
        }
        long now = System.nanoTime();
        if (now - last < (terminal ? TERMINAL_NANOS : FILE_NANOS)) {
            return;
        }
        last = now;
        int full = (int) (share * BAR);
        double seconds = (now - start) / 1e9;
        // A resumed training begins in the middle: only what was done since then says how fast it goes.
        double since = share - first;
        String rest = since > 0.02 ? " %3.0f s left".formatted(seconds / since * (1 - share)) : "";
        String line =
                "[%s%s] %3.0f %%%s  %s".formatted("█".repeat(full), "·".repeat(BAR - full), 100 * share, rest, text);
        if (terminal) {
            longest = Math.max(longest, line.length());
            err.print("\r" + line + " ".repeat(longest - line.length()));
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Removes the line. */
    synchronized void clear() {
        if (terminal && longest > 0) {
            err.print("\r" + " ".repeat(longest) + "\r");
            err.flush();
        }
    }
}
