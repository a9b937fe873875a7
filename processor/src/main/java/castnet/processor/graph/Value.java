package castnet.processor.graph;

/** A tensor that a node produces (or the network's input), identified by number within its graph. */
public record Value(int id, String name, TensorShape shape) {
    @Override
    public String toString() {
        return "%" + id + " " + name + " " + shape;
    }
}
