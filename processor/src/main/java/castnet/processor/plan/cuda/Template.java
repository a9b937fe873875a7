package castnet.processor.plan.cuda;

import java.util.List;

/**
 * A kernel of training: a function template over a struct of constants.
 *
 * @param part the resource with the function
 * @param function its name
 * @param name the kernel's
 * @param constants in the order of the struct
 * @param arguments in the function's order: names of parameters, or {@code nullptr}
 * @param grid its size
 */
public record Template(
        String part,
        String function,
        String name,
        List<Constant> constants,
        List<CudaKernel.Parameter> parameters,
        List<String> arguments,
        Grid grid)
        implements CudaKernel {
    public Template {
        constants = List.copyOf(constants);
        parameters = List.copyOf(parameters);
        arguments = List.copyOf(arguments);
    }

    /** An Integer, a Boolean or a Float. */
    public record Constant(String name, Object value) {}

    /** Blocks in each dimension (the third 0 for one per image) and threads of one. */
    public record Grid(int x, int y, int z, int threads) {
        /** One thread per element of an image. */
        static Grid elements(long elements) {
            return new Grid(KernelParts.blocks(elements), 1, 0, CudaKernel.THREADS);
        }

        /** One thread per element of a whole. */
        static Grid once(long elements) {
            return new Grid(KernelParts.blocks(elements), 1, 1, CudaKernel.THREADS);
        }

        /** Eight warps per 32 channels of an image. */
        static Grid channels(int channels) {
            return new Grid(Math.ceilDiv(channels, CudaKernel.LANES), 1, 0, CudaKernel.THREADS);
        }
    }

    @Override
    public int blocksX() {
        return grid.x();
    }

    @Override
    public int blocksY() {
        return grid.y();
    }

    @Override
    public int blocksZ() {
        return grid.z();
    }

    @Override
    public int threads() {
        return grid.threads();
    }
}
