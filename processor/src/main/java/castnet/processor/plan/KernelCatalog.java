package castnet.processor.plan;

import java.util.List;

/** The one list of kernels that a plan may name. */
public final class KernelCatalog {
    private KernelCatalog() {}

    /** Every kernel. */
    public static List<Kernel> all() {
        return List.of();
    }
}
