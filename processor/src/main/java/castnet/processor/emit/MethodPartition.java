package castnet.processor.emit;

import java.util.ArrayList;
import java.util.List;

/**
 * Where long code is cut into methods. HotSpot never compiles a method above 8,000 bytecodes (HugeMethodLimit), and javac
 * refuses one above 65,535; a test reads the real sizes of a 152-layer network.
 */
final class MethodPartition {
    /** Calls of steps per method: about 10 bytecodes each with its barrier. */
    static final int STEPS = 100;

    /** Parameter specs per method: about 50 bytecodes each. */
    static final int SPECS = 50;

    /** Fields that one method allocates: about 20 bytecodes each. */
    static final int FIELDS = 100;

    private MethodPartition() {}

    /** The list in pieces of at most {@code size}; at least one piece. */
    static <T> List<List<T>> chunks(List<T> list, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += size) {
            chunks.add(list.subList(from, Math.min(list.size(), from + size)));
        }
        if (chunks.isEmpty()) {
            chunks.add(List.of());
        }
        return chunks;
    }
}
