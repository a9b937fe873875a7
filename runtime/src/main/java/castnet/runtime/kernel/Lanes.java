package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How wide this machine's kernels are. The species is the machine's preferred one, at most 256 bits: a register tile is two
 * vectors wide, and a panel of more than {@value Layout#CHANNEL_BLOCK} channels would not divide the padded channel count.
 *
 * <p>The system property {@code castnet.lanes} (4 or 8) forces the width, for tests: results have the same bits either way,
 * since a lane is an output channel.
 */
final class Lanes {

    private static final int FEWEST = 4;
    private static final int MOST = Layout.CHANNEL_BLOCK / 2;

    /** The vectors of every kernel. */
    static final VectorSpecies<Float> SPECIES = species();

    /** Floats of a vector. */
    static final int LANES = SPECIES.length();

    /** Output channels of a register tile; divides {@link Layout#CHANNEL_BLOCK}. */
    static final int PANEL = 2 * LANES;

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        int preferred = Math.clamp(FloatVector.SPECIES_PREFERRED.length(), FEWEST, MOST);
        int lanes = Integer.getInteger("castnet.lanes", preferred);
        return switch (lanes) {
            case FEWEST -> FloatVector.SPECIES_128;
            case MOST -> FloatVector.SPECIES_256;
            default ->
                throw new IllegalArgumentException(
                        "castnet.lanes must be %d or %d, found %d".formatted(FEWEST, MOST, lanes));
        };
    }
}
