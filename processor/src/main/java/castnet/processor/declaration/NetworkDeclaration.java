package castnet.processor.declaration;

import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.graph.TensorShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network as declared, inheritance resolved.
 *
 * @param packageName package of the interface
 * @param name simple name, nesting types joined by {@code _}
 * @param binaryName binary name of the interface
 * @param isPublic whether it and all types around it are public
 * @param input shape of one image, null if it is missing or wrong (which was found)
 * @param layers in their order
 * @param sweep its points, empty without a sweep
 * @param sweepOrigin the sweep's annotation, or the interface where there is none
 * @param origin the interface
 */
public record NetworkDeclaration(
        String packageName,
        String name,
        String binaryName,
        boolean isPublic,
        @Nullable TensorShape input,
        Defaults defaults,
        List<LayerDeclaration> layers,
        List<SweepPoint> sweep,
        Origin sweepOrigin,
        Origin origin) {
    public NetworkDeclaration {
        layers = List.copyOf(layers);
        sweep = List.copyOf(sweep);
    }

    /**
     * Which layers each layer with parameters reads: {@code join=left,right}. The emitter writes it into {@code @Wiring} on
     * the generated class, where {@link NetworkReader} finds it when a variant in another jar extends this network.
     */
    public List<String> wiring() {
        return wiring(layers);
    }

    static List<String> wiring(List<LayerDeclaration> layers) {
        return layers.stream()
                .filter(layer -> !layer.inputs().isEmpty())
                .map(layer -> layer.name() + "=" + String.join(",", layer.inputNames()))
                .toList();
    }

    /** Whether inference leaves out what no layer reads. */
    public boolean skipUnread() {
        return defaults.skipUnread();
    }

    /** Whether 3×3 convolutions may be computed through Winograd's transforms. */
    public boolean winograd() {
        return defaults.winograd();
    }

    /** Name of the network at a point of its sweep. */
    public String nameAt(SweepPoint point) {
        return name + point.suffix();
    }

    /** This network with the values of one point of its sweep; values that an annotation may not have are found. */
    public NetworkDeclaration at(SweepPoint point, Findings findings) {
        return new NetworkDeclaration(
                packageName,
                nameAt(point),
                binaryName + point.suffix(),
                isPublic,
                input,
                defaults.with(point),
                layers.stream().map(layer -> layer.at(point, findings)).toList(),
                List.of(),
                sweepOrigin,
                origin);
    }
}
