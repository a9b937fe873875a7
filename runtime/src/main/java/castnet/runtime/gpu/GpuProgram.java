package castnet.runtime.gpu;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network's inference on a GPU: what to compile, what to allocate, what to launch in which order. Serves every batch up to
 * {@link GpuLaunch#MOST_BLOCKS}: all offsets and {@code arenaBytes} are of one image and are multiplied by the batch.
 * Immutable.
 *
 * @param home the class beside which the resources lie
 * @param network name of the network, for messages
 * @param source resource with the CUDA C, e.g. {@code CompiledX.cu}
 * @param arenaBytes activations of one image
 * @param weights arrays that stay on the device
 * @param launches in order, each after the one before
 * @param input written before the first launch
 * @param output valid after the last launch
 */
public record GpuProgram(
        Class<?> home,
        String network,
        String source,
        long arenaBytes,
        List<GpuWeight> weights,
        List<GpuLaunch> launches,
        GpuTensor input,
        GpuTensor output) {
    /** Every tensor begins at a multiple of this, so that vectors of floats may be read from it. */
    public static final int ALIGNMENT = 64;

    public GpuProgram {
        weights = List.copyOf(weights);
        launches = List.copyOf(launches);
        if (arenaBytes < 1 || arenaBytes % ALIGNMENT != 0) {
            throw new IllegalArgumentException("%s: an arena has a positive multiple of %d bytes, found %d"
                    .formatted(network, ALIGNMENT, arenaBytes));
        }
        Set<String> layers = new HashSet<>();
        for (GpuWeight weight : weights) {
            if (!layers.add(weight.layer())) {
                throw new IllegalArgumentException("%s: two weights of the name %s".formatted(network, weight.layer()));
            }
        }
        for (GpuLaunch launch : launches) {
            for (GpuArgument argument : launch.arguments()) {
                requireInside(network, launch, argument, weights.size(), arenaBytes);
            }
        }
        requireInside(network, "input", input, arenaBytes);
        requireInside(network, "output", output, arenaBytes);
    }

    /** The resource with the machine code, beside the source where the compiler of CUDA C was found at build time. */
    public String fatbin() {
        return fatbin(source);
    }

    static String fatbin(String source) {
        return source.substring(0, source.lastIndexOf('.') + 1) + "fatbin";
    }

    private static void requireInside(
            String network, GpuLaunch launch, GpuArgument argument, int weights, long arenaBytes) {
        boolean inside = switch (argument) {
            case GpuArgument.Arena arena -> arena.offset() < arenaBytes;
            case GpuArgument.Weight weight -> weight.index() < weights;
        };
        if (!inside) {
            throw new IllegalArgumentException(
                    "%s, launch of %s: %s lies outside of %d weights and an arena of %d bytes"
                            .formatted(network, launch.layer(), argument, weights, arenaBytes));
        }
    }

    private static void requireInside(String network, String name, GpuTensor tensor, long arenaBytes) {
        if (tensor.offset() + (long) tensor.floats() * Float.BYTES > arenaBytes) {
            throw new IllegalArgumentException("%s: the %s needs %d floats at byte %d, outside of an arena of %d bytes"
                    .formatted(network, name, tensor.floats(), tensor.offset(), arenaBytes));
        }
    }

    static void requireOffset(long offset) {
        if (offset < 0 || offset % ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "an offset is a multiple of %d bytes, found %d".formatted(ALIGNMENT, offset));
        }
    }
}
