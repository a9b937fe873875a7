package castnet.processor.plan.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distinct kernels of a program by their first use, each with a name of its own and the layers that it serves. */
final class KernelNames {
    private final Map<CudaKernel, String> names = new LinkedHashMap<>();
    private final Map<CudaKernel, List<String>> layers = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();

    /** Notes a use. */
    void use(CudaKernel kernel, String text) {
        names.computeIfAbsent(kernel, k -> {
            int count = taken.merge(k.name(), 1, Integer::sum);
            return count == 1 ? k.name() : k.name() + "_v" + count;
        });
        layers.computeIfAbsent(kernel, k -> new ArrayList<>()).add(text);
    }

    /** A kernel that was used, once all uses are noted. */
    CudaPlan.Named of(CudaKernel kernel) {
        return new CudaPlan.Named(
                names.getOrDefault(kernel, kernel.name()), kernel, layers.getOrDefault(kernel, List.of()));
    }

    /** All of them. */
    List<CudaPlan.Named> all() {
        return names.keySet().stream().map(this::of).toList();
    }
}
