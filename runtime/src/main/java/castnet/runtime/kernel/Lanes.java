package castnet.runtime.kernel;

import castnet.runtime.memory.Layout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How wide this machine's kernels are. The species is the machine's preferred one, and the only one in the process: where kernels of
 * another width ran too, C2 no longer compiled either to vector code and they took ten times as long.
 *
 * <p>A register tile is two vectors wide: a panel of output channels, which divides the padded channel count, or, of
 * vectors of {@value Layout#CHANNEL_BLOCK}, two panels.
 *
 * <p>The system property {@code castnet.lanes} (4, 8 or 16) forces the width, for tests: results have the same bits either way,
 * since a lane is an output channel.
 */
final class Lanes {

    private static final int FEWEST = 4;
    private static final int MOST = Layout.CHANNEL_BLOCK;

    /** The vectors of every kernel. */
    static final VectorSpecies<Float> SPECIES = species();

    /** Floats of a vector. */
    static final int LANES = SPECIES.length();

    /** Output channels whose weights lie side by side; divides {@link Layout#CHANNEL_BLOCK}. */
    static final int PANEL = Math.min(2 * LANES, Layout.CHANNEL_BLOCK);

    /** Panels of a register tile. */
    static final int PANELS = 2 * LANES / PANEL;

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        int preferred = Math.clamp(FloatVector.SPECIES_PREFERRED.length(), FEWEST, MOST);
        int lanes = Integer.getInteger("castnet.lanes", preferred);
        return switch (lanes) {
            case FEWEST -> FloatVector.SPECIES_128;
            case 2 * FEWEST -> FloatVector.SPECIES_256;
            case MOST -> FloatVector.SPECIES_512;
            default -> throw new IllegalArgumentException("castnet.lanes must be 4, 8 or 16, found " + lanes);
        };
    }
}
