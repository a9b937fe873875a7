package castnet.runtime;

import java.util.Map;

/**
 * One network of a sweep.
 *
 * @param values the value of each axis, by the attribute's name: {@code at → CONV1x1}
 * @param network the network
 */
public record SweepPoint(Map<String, String> values, NetworkFactory network) {
    public SweepPoint {
        values = Map.copyOf(values);
    }
}
