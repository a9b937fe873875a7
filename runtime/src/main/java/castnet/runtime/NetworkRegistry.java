package castnet.runtime;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The compiled networks on the class path, sorted by name. Immutable. */
public final class NetworkRegistry {
    private static final int MOST_SUGGESTIONS = 5;

    private final List<NetworkFactory> networks;

    /** A registry of these networks. */
    public NetworkRegistry(List<NetworkFactory> networks) {
        this.networks = networks.stream()
                .sorted(Comparator.comparing(factory -> factory.info().declaration()))
                .toList();
    }

    /** All networks that the calling thread's class loader sees. */
    public static NetworkRegistry load() {
        return new NetworkRegistry(ServiceLoader.load(NetworkFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** The networks. */
    public List<NetworkFactory> networks() {
        return networks;
    }

    /**
     * Finds a network by the simple name of its declaration (upper or lower case alike), or the full name of declaration or
     * generated class.
     *
     * @throws IllegalArgumentException if there is none, or more than one; the message names the nearest
     */
    public NetworkFactory find(String name) {
        for (NetworkFactory factory : networks) {
            NetworkInfo info = factory.info();
            if (info.declaration().equals(name) || info.className().equals(name)) {
                return factory;
            }
        }
        List<NetworkFactory> found = networks.stream()
                .filter(factory -> factory.info().name().equalsIgnoreCase(name))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw new IllegalArgumentException("\"%s\" is ambiguous: %s".formatted(name, declarations(found)));
        }
        throw new IllegalArgumentException(
                networks.isEmpty()
                        ? "there is no network \"%s\": no compiled network is on the class path".formatted(name)
                        : "there is no network \"%s\" among %d; the nearest: %s"
                                .formatted(name, networks.size(), declarations(nearest(name))));
    }

    private List<NetworkFactory> nearest(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return networks.stream()
                .sorted(Comparator.comparingInt(
                        factory -> distance(wanted, factory.info().name().toLowerCase(Locale.ROOT))))
                .limit(MOST_SUGGESTIONS)
                .toList();
    }

    private static String declarations(List<NetworkFactory> factories) {
        return factories.stream().map(factory -> factory.info().declaration()).collect(Collectors.joining(", "));
    }

    /** Fewest insertions, deletions and replacements of characters (Levenshtein 1966). */
    private static int distance(String a, String b) {
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
