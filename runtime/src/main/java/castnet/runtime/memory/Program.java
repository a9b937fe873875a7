package castnet.runtime.memory;

import java.util.List;

/**
 * The memory of a generated program: one arena with constant offsets. Of an inference program the figures are absolute; of a
 * training program over {@code n} images all offsets and {@code arenaFloats} are per image, to be multiplied by {@code n}.
 *
 * @param input layout of the network's input
 * @param inputOffset offset of the input in the arena; written before each forward run
 * @param output layout of the network's output
 * @param outputOffset offset of the output in the arena; valid after forward, and in training until backward begins
 * @param arenaFloats size of the arena
 * @param scratchFloats scratch of one worker, never multiplied
 * @param steps of an inference program: the names of its steps in their order, each that of the layer which it computes
 */
public record Program(
        Layout input,
        int inputOffset,
        Layout output,
        int outputOffset,
        int arenaFloats,
        int scratchFloats,
        List<String> steps) {

    public Program {
        steps = List.copyOf(steps);
        if (arenaFloats < 1 || scratchFloats < 0) {
            throw new IllegalArgumentException(
                    "an arena needs a positive size and scratch may not be negative, found %d and %d"
                            .formatted(arenaFloats, scratchFloats));
        }
        requireInside("input", input, inputOffset, arenaFloats);
        requireInside("output", output, outputOffset, arenaFloats);
    }

    /** A training program. */
    public Program(Layout input, int inputOffset, Layout output, int outputOffset, int arenaFloats, int scratchFloats) {
        this(input, inputOffset, output, outputOffset, arenaFloats, scratchFloats, List.of());
    }

    /** Floats of the arena for {@code images} images, which must fit one Java array. */
    public int arenaFloats(int images) {
        long floats = (long) arenaFloats * images;
        if (floats > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a batch of %d images needs an arena of %d floats, more than a Java array holds; the largest batch is %d"
                            .formatted(images, floats, (Integer.MAX_VALUE - 8) / arenaFloats));
        }
        return (int) floats;
    }

    private static void requireInside(String name, Layout layout, int offset, int arenaFloats) {
        if (offset < 0 || (long) offset + layout.imageStride() > arenaFloats) {
            throw new IllegalArgumentException("the %s needs %d floats at %d, outside of an arena of %d"
                    .formatted(name, layout.imageStride(), offset, arenaFloats));
        }
    }
}
