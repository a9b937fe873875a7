package castnet.runtime.kernel;

/** Zeros for kernels that want a bias where there is none. */
final class Zeros {
    private static volatile float[] zeros = new float[4096];

    private Zeros() {}

    /** At least {@code length} zeros that nobody may write; grown once for a layer that is wider than all before. */
    static float[] atLeast(int length) {
        float[] current = zeros;
        if (current.length < length) {
            current = new float[length];
            zeros = current;
        }
        return current;
    }
}
