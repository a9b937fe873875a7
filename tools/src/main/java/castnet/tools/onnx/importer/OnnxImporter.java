package castnet.tools.onnx.importer;

import castnet.runtime.weights.Weights;
import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxModel;
import castnet.tools.onnx.format.OnnxTensor;
import java.util.List;
import java.util.Map;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/** Turns an ONNX model into a declaration and its weights. */
public final class OnnxImporter {
    private OnnxImporter() {}

    /**
     * What to import, and how to call it.
     *
     * @param origin name of the model's file, for a comment
     * @param packageName package of the declaration, or ""
     * @param type simple name of the declaration; see {@link #typeName}
     * @param output value to take as the network's output, or null for the model's
     * @param input channels, height and width of the input, or null for the model's
     */
    public record Request(
            String origin,
            String packageName,
            String type,
            @Nullable String output,
            @Nullable List<Integer> input) {
        public Request {
            if (!SourceVersion.isIdentifier(type) || SourceVersion.isKeyword(type)) {
                throw new IllegalArgumentException("\"%s\" is no name of a Java interface".formatted(type));
            }
            if (!packageName.isEmpty() && !SourceVersion.isName(packageName)) {
                throw new IllegalArgumentException("\"%s\" is no name of a Java package".formatted(packageName));
            }
            if (input != null && (input.size() != 3 || input.stream().anyMatch(size -> size < 1))) {
                throw new IllegalArgumentException("an input has channels, height and width, found " + input);
            }
        }
    }

    /**
     * A network.
     *
     * @param source the declaration, a Java source file
     * @param weights its weights under the keys that the declaration gives them
     */
    public record Imported(String source, Weights weights) {}

    /** A type's name made from a file's. */
    public static String typeName(String file) {
        return JavaNames.type(file.replaceFirst("\\.[^.]*$", ""));
    }

    /**
     * Imports a model.
     *
     * @throws OnnxException that lists every node that the language cannot say
     * @throws castnet.runtime.weights.WeightsException if a weight is not finite
     */
    public static Imported read(OnnxModel model, Request request) throws OnnxException {
        ModelReader.Steps steps = new ModelReader(model.graph()).read(request.output(), request.input());
        Methods.Grouped network = Methods.of(steps);
        String source = new DeclarationWriter(network)
                .write(
                        request.packageName(),
                        request.type(),
                        steps.input(),
                        request.origin(),
                        request.type() + ".safetensors");
        return new Imported(source, weights(network));
    }

    private static Weights weights(Methods.Grouped network) throws OnnxException {
        Weights.Builder all = Weights.builder();
        for (Methods.Method method : network.methods()) {
            for (Methods.Keyed keyed : method.layers()) {
                for (Map.Entry<String, OnnxTensor> weight :
                        keyed.step().weights().entrySet()) {
                    String key = keyed.prefix() + "." + weight.getKey();
                    List<Integer> shape = weight.getValue().dimensions().stream()
                            .map(Math::toIntExact)
                            .toList();
                    all.put(key, shape, weight.getValue().requireFloats(key));
                }
            }
        }
        return all.build();
    }
}
