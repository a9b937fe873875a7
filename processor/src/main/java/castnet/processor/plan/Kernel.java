package castnet.processor.plan;

/**
 * A static method of the runtime: simple name of the class in {@code castnet.runtime.kernel}, and the method. All of them
 * are listed in {@link KernelCatalog}; a test that sees both modules resolves each.
 */
public record Kernel(String type, String method) {
    @Override
    public String toString() {
        return type + "." + method;
    }
}
