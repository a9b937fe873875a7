package castnet.runtime;

import castnet.runtime.weights.ParameterSpec;
import java.util.List;

/**
 * What is known of a network without building it.
 *
 * @param declaration full name of the annotated interface
 * @param className full name of the generated class
 * @param input shape of one image
 * @param output shape of what comes out for it
 * @param parameters all arrays that it needs, in canonical order
 * @param macs multiply-accumulates of one inference (convolutions and fully connected layers)
 */
public record NetworkInfo(
        String declaration,
        String className,
        ImageShape input,
        ImageShape output,
        List<ParameterSpec> parameters,
        long macs) {

    public NetworkInfo {
        parameters = List.copyOf(parameters);
    }

    /** Simple name of the declaration. */
    public String name() {
        return declaration.substring(Math.max(declaration.lastIndexOf('.'), declaration.lastIndexOf('$')) + 1);
    }

    /** Number of trained values. */
    public long parameterCount() {
        return parameters.stream()
                .filter(parameter -> parameter.role().isTrained())
                .mapToLong(ParameterSpec::elements)
                .sum();
    }
}
