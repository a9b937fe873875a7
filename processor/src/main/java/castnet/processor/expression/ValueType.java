package castnet.processor.expression;

/** What an expression, or a name in it, stands for. */
public enum ValueType {
    INT,
    BOOLEAN;

    @Override
    public String toString() {
        return this == INT ? "int" : "boolean";
    }
}
