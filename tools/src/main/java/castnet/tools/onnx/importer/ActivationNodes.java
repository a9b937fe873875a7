package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;
import castnet.tools.onnx.format.OnnxTensor;

/** Functions of one element. */
final class ActivationNodes {
    private static final float CLOSE = 1e-6f;

    private final Translation so;
    private final Arithmetic arithmetic;

    ActivationNodes(Translation so, Arithmetic arithmetic) {
        this.so = so;
        this.arithmetic = arithmetic;
    }

    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        MapValue x = so.value(node.input(0));
        return switch (node.op()) {
            case "Erf" -> erf(x);
            case "Neg" -> arithmetic.scaled(node, x, -1);
            default -> x.by(so.step(function(node), node, x));
        };
    }

    private Layer.Activation function(OnnxNode node) throws OnnxException, Unsupported {
        return switch (node.op()) {
            case "Relu" -> plain("RELU");
            case "Clip" -> clip(node);
            case "LeakyRelu" -> with("LEAKY_RELU", node.number("alpha", 0.01f), 0.01f);
            case "PRelu" -> {
                OnnxTensor slope = so.constant(node, 1, "slope");
                if (slope.size() != 1) {
                    throw new Unsupported("the language has one slope for all, this one %d".formatted(slope.size()));
                }
                yield with("LEAKY_RELU", slope.requireFloats(node.describe())[0], 0.01f);
            }
            case "Elu" -> with("ELU", node.number("alpha", 1), 1);
            case "Sigmoid" -> plain("SIGMOID");
            case "Tanh" -> plain("TANH");
            case "HardSwish" -> plain("HARD_SWISH");
            case "Softplus" -> plain("SOFTPLUS");
            case "Gelu" -> {
                if (!node.text("approximate", "none").equals("none")) {
                    throw new Unsupported("the language's GELU is exact");
                }
                yield plain("GELU");
            }
            case "HardSigmoid" -> {
                float alpha = node.number("alpha", 0.2f);
                float beta = node.number("beta", 0.5f);
                if (Math.abs(alpha - 1f / 6) > CLOSE || beta != 0.5f) {
                    throw new Unsupported("the language's hard sigmoid has alpha 1/6 and beta 0.5, this one %s and %s"
                            .formatted(alpha, beta));
                }
                yield plain("HARD_SIGMOID");
            }
            default -> throw new IllegalStateException("no function: " + node.op());
        };
    }

    private Layer.Activation clip(OnnxNode node) throws OnnxException, Unsupported {
        float least = bound(node, 1, "min", -Float.MAX_VALUE);
        float most = bound(node, 2, "max", Float.MAX_VALUE);
        if (least == 0 && most == 6) {
            return plain("RELU6");
        }
        if (least == 0 && most == Float.MAX_VALUE) {
            return plain("RELU");
        }
        throw new Unsupported("the language clips to 0…6 and 0…∞, this one to %s…%s".formatted(least, most));
    }

    private float bound(OnnxNode node, int input, String attribute, float byDefault) throws OnnxException, Unsupported {
        if (node.input(input).isEmpty()) {
            return node.number(attribute, byDefault);
        }
        float[] values = so.constant(node, input, attribute).requireFloats(node.describe());
        if (values.length != 1) {
            throw new Unsupported(attribute + " should be one number");
        }
        return values[0];
    }

    /** Of x/√2: the inner part of GELU where it is written as a formula. */
    private MapValue erf(MapValue x) throws Unsupported {
        Step scale = x.step() == Step.INPUT ? null : so.steps().get(x.step());
        float factor = scale == null ? Float.NaN : Arithmetic.factor(scale.layer());
        if (scale == null || !(Math.abs(factor - Math.sqrt(0.5)) < CLOSE)) {
            throw new Unsupported("the language has erf within GELU only, of x/√2");
        }
        return x.by(scale.inputs().getFirst()).with(new Pending.Erf(false));
    }

    private static Layer.Activation plain(String function) {
        return new Layer.Activation(function, "");
    }

    private static Layer.Activation with(String function, float alpha, float byDefault) throws Unsupported {
        if (!Float.isFinite(alpha)) {
            throw new Unsupported("an alpha of " + alpha);
        }
        return new Layer.Activation(function, alpha == byDefault ? "" : Float.toString(alpha));
    }
}
