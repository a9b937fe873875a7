package castnet.runtime.gpu;

import java.util.List;

/**
 * One kernel launch. The grid's third dimension is the batch: one layer of blocks per image.
 *
 * @param kernel name of the {@code extern "C"} function
 * @param layer for messages
 * @param gridX blocks, 1 … 2³¹−1
 * @param gridY blocks, 1 … 65,535
 * @param block threads of a block, in one dimension, 1 … 1,024
 * @param sharedBytes dynamic shared memory of a block
 * @param arguments in the order of the function's parameters
 */
public record GpuLaunch(
        String kernel, String layer, int gridX, int gridY, int block, int sharedBytes, List<GpuArgument> arguments) {
    /** The most that a grid has in its second and third dimension. */
    public static final int MOST_BLOCKS = 65_535;

    /** The most threads of a block. */
    public static final int MOST_THREADS = 1024;

    /** The most shared memory that a block of compute capability 9.0 can ask for. */
    public static final int MOST_SHARED_BYTES = 227 * 1024;

    public GpuLaunch {
        arguments = List.copyOf(arguments);
        require(kernel.matches("[A-Za-z_][A-Za-z_0-9]*"), layer, "no name of a kernel", kernel);
        require(gridX >= 1, layer, "blocks in x must be at least 1", gridX);
        require(gridY >= 1 && gridY <= MOST_BLOCKS, layer, "blocks in y must be 1 … " + MOST_BLOCKS, gridY);
        require(block >= 1 && block <= MOST_THREADS, layer, "threads must be 1 … " + MOST_THREADS, block);
        require(
                sharedBytes >= 0 && sharedBytes <= MOST_SHARED_BYTES,
                layer,
                "shared memory must be 0 … " + MOST_SHARED_BYTES + " bytes",
                sharedBytes);
    }

    private static void require(boolean holds, String layer, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("launch of %s: %s, found %s".formatted(layer, expected, found));
        }
    }
}
