package castnet.processor;

import castnet.processor.declaration.NetworkDeclaration;
import castnet.processor.declaration.SweepPoint;
import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Says which points of a sweep are no networks, and whose fault that is: a value's where every point that has it is wrong,
 * else the combinations'.
 */
final class SweepBlame {
    private final NetworkDeclaration network;
    private final Map<SweepPoint, Finding> invalid;

    /** A value of an axis. */
    private record Value(String axis, String text) {}

    SweepBlame(NetworkDeclaration network, Map<SweepPoint, Finding> invalid) {
        this.network = network;
        this.invalid = new LinkedHashMap<>(invalid);
    }

    void report(Findings findings) {
        Map<Value, Integer> all = new HashMap<>();
        network.sweep().forEach(point -> count(point, all));
        Map<Value, Integer> wrong = new LinkedHashMap<>();
        invalid.keySet().forEach(point -> count(point, wrong));
        Set<SweepPoint> explained = new LinkedHashSet<>();
        // Where every point is wrong no value is to blame more than another.
        boolean some = invalid.size() < network.sweep().size();
        wrong.forEach((value, points) -> {
            if (some && points.equals(all.get(value))) {
                SweepPoint first = firstWith(value);
                findings.add(
                        FindingId.SWEEP,
                        first.origins().getOrDefault(value.axis(), Origin.NONE),
                        "%s = %s: none of its %,d points is a network; %s"
                                .formatted(value.axis(), value.text(), points, example(first)));
                invalid.keySet().stream().filter(point -> has(point, value)).forEach(explained::add);
            }
        });
        invalid.keySet().removeAll(explained);
        if (!invalid.isEmpty()) {
            findings.add(
                    FindingId.SWEEP,
                    network.sweepOrigin(),
                    "%,d of %,d points are no networks; %s. Leave them out with where"
                            .formatted(
                                    invalid.size(),
                                    network.sweep().size(),
                                    example(invalid.keySet().iterator().next())));
        }
    }

    private static void count(SweepPoint point, Map<Value, Integer> counts) {
        point.values().forEach((axis, text) -> counts.merge(new Value(axis, text), 1, Integer::sum));
    }

    private static boolean has(SweepPoint point, Value value) {
        return value.text().equals(point.values().get(value.axis()));
    }

    private SweepPoint firstWith(Value value) {
        return invalid.keySet().stream().filter(p -> has(p, value)).findFirst().orElseThrow();
    }

    private String example(SweepPoint point) {
        Finding finding = invalid.get(point);
        return finding == null
                ? ""
                : network.nameAt(point) + " has [castnet:" + finding.id().id() + "] " + finding.text();
    }
}
