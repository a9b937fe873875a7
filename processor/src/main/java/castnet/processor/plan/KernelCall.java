package castnet.processor.plan;

import java.util.List;

/**
 * One call of a runtime kernel.
 *
 * @param kernel an entry of {@link KernelCatalog}
 * @param arguments in the order of the runtime's method
 */
public record KernelCall(Kernel kernel, List<Argument> arguments) {
    public KernelCall {
        arguments = List.copyOf(arguments);
    }
}
