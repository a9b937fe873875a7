package castnet.processor.graph;

/**
 * What is fused into the store of an op, in this order: the sum with a second input (a residual), then ReLU.
 *
 * @param add whether the node has one more input that is added
 * @param relu whether max(x, 0) is applied at the end
 */
public record Epilogue(boolean add, boolean relu) {
    public static final Epilogue NONE = new Epilogue(false, false);
}
