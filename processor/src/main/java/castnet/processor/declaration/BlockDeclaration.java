package castnet.processor.declaration;

import castnet.processor.expression.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A block as declared: an annotation and its body.
 *
 * @param name simple name of the annotation
 * @param body name of the class that keeps the names of the body's parameters, {@code CompiledNorm_Layers}
 * @param parameters names of its parameters
 * @param layers of the body, in their order
 * @param inputs how many layers it reads
 * @param broken whether something was found to be wrong with it
 */
public record BlockDeclaration(
        String name, String body, Set<String> parameters, List<LayerDeclaration> layers, int inputs, boolean broken) {
    /** Parameter that chains copies of the body. */
    static final String REPEAT = "repeat";
    /** Parameter that replaces the method's name in keys. */
    static final String NAME = "name";

    public BlockDeclaration {
        parameters = Set.copyOf(parameters);
        layers = List.copyOf(layers);
    }

    /** What {@code @Wiring} keeps of the body, see {@link NetworkDeclaration#wiring()}. */
    public List<String> wiring() {
        return NetworkDeclaration.wiring(layers);
    }

    /** What the block's inputs are called in its body. */
    static String inputName(int index) {
        return index == 0 ? InputRules.INPUT : InputRules.INPUT + (index + 1);
    }

    /** Names that expressions may have besides the parameters, with their types. */
    static Map<String, ValueType> surroundings() {
        return Map.of(
                "in", ValueType.INT,
                "inHeight", ValueType.INT,
                "inWidth", ValueType.INT,
                "block", ValueType.INT,
                "first", ValueType.BOOLEAN);
    }
}
