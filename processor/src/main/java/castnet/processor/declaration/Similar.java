package castnet.processor.declaration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
final class Similar {
    private Similar() {}

    /** The nearest of some names by edit distance; none where even that one is too far away. */
    static Optional<String> to(String name, Collection<String> names) {
        int farthest = Math.max(1, name.length() / 3);
        return names.stream()
                .filter(other -> distance(name, other) <= farthest)
                .min(Comparator.comparingInt(other -> distance(name, other)));
    }

    // Levenshtein, one row at a time; case does not count.
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
