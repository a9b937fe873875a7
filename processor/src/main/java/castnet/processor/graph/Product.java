package castnet.processor.graph;

import java.util.List;

/**
 * The two convolutions whose product a node computes, each by itself.
 *
 * @param first the 1×1 before, in the place of its first input
 * @param second the node without the other
 */
public record Product(Node first, Node second) {
    private static final Window PIXEL = Window.square(1, 1, 0);

    /**
     * Takes a product apart.
     *
     * @throws IllegalArgumentException if the node is none, or its parameters are not those of two convolutions
     */
    public static Product of(Node node) {
        if (!(node.op() instanceof Op.Conv2d conv) || conv.first() == null) {
            throw new IllegalArgumentException(node.name() + " is no product");
        }
        Op.Conv2d.Factor factor = conv.first();
        List<Parameter> all = node.parameters();
        List<ParameterRole> roles = all.stream().map(Parameter::role).toList();
        int cut = roles.lastIndexOf(ParameterRole.WEIGHT);
        if (cut <= 0) {
            throw new IllegalArgumentException(
                    "%s: the parameters of two convolutions are expected, found %s".formatted(node.name(), roles));
        }
        TensorShape x = node.input().shape();
        Value between = new Value(-1, node.name(), new TensorShape(factor.outChannels(), x.height(), x.width()));
        Op.Conv2d first = new Op.Conv2d(factor.outChannels(), PIXEL, 1, Epilogue.NONE, factor.folded(), null);
        return new Product(
                new Node(
                        node.name(),
                        first,
                        List.of(node.input()),
                        List.of(between),
                        all.subList(cut, all.size()),
                        node.origin()),
                new Node(
                        node.name(),
                        conv.after(null),
                        List.of(between),
                        node.outputs(),
                        all.subList(0, cut),
                        node.origin()));
    }
}
