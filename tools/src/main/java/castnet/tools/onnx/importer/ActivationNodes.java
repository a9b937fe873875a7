package castnet.tools.onnx.importer;

import castnet.tools.onnx.format.OnnxException;
import castnet.tools.onnx.format.OnnxNode;

/** Functions of one element, and products. */
final class ActivationNodes {
    private static final float CLOSE = 1e-6f;

    private final Translation so;

    ActivationNodes(Translation so) {
        this.so = so;
    }

    MapValue read(OnnxNode node) throws OnnxException, Unsupported {
        if (node.op().equals("Mul")) {
            return product(node);
        }
        MapValue x = so.value(node.input(0));
        return apply(node, function(node), x);
    }

    private Layer.Activation function(OnnxNode node) throws OnnxException, Unsupported {
        return switch (node.op()) {
            case "Relu" -> plain("RELU");
            case "Clip" -> clip(node);
            case "LeakyRelu" -> with("LEAKY_RELU", node.number("alpha", 0.01f), 0.01f);
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

    /** x · sigmoid(x) is one function; other products are of maps, or of a map and a factor per channel. */
    private MapValue product(OnnxNode node) throws Unsupported {
        if (node.inputs().size() != 2) {
            throw new Unsupported("two inputs are expected");
        }
        MapValue left = so.value(node.input(0));
        MapValue right = so.value(node.input(1));
        if (isSigmoidOf(right, left)) {
            return apply(node, plain("SILU"), left);
        }
        if (isSigmoidOf(left, right)) {
            return apply(node, plain("SILU"), right);
        }
        boolean swapped = left.elements() < right.elements();
        MapValue x = swapped ? right : left;
        MapValue s = swapped ? left : right;
        boolean perChannel = s.channels() == x.channels() && s.height() == 1 && s.width() == 1 && s.row() == x.row();
        if ((!s.sameShape(x) && !perChannel) || x.step() == s.step()) {
            throw new Unsupported(
                    "a product is of two layers of one shape, or of one and a factor per channel, found %s and %s"
                            .formatted(left.shape(), right.shape()));
        }
        int step = so.step(new Layer.Plain(Layer.Kind.MULTIPLY), node, x, s);
        return new MapValue(step, x.channels(), x.height(), x.width(), x.row());
    }

    private boolean isSigmoidOf(MapValue gate, MapValue x) {
        if (gate.step() == Step.INPUT) {
            return false;
        }
        Step step = so.steps().get(gate.step());
        return step.layer().equals(plain("SIGMOID")) && step.inputs().getFirst() == x.step();
    }

    private MapValue apply(OnnxNode node, Layer.Activation function, MapValue x) {
        int step = so.step(function, node, x);
        return new MapValue(step, x.channels(), x.height(), x.width(), x.row());
    }

    private static Layer.Activation plain(String function) {
        return new Layer.Activation(function, "");
    }

    private static Layer.Activation with(String function, float alpha, float byDefault) {
        return new Layer.Activation(function, alpha == byDefault ? "" : Float.toString(alpha));
    }
}
