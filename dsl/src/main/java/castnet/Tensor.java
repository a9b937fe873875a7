package castnet;

/**
 * What a layer method returns and what its parameters stand for: the layer's output. It carries nothing and is never
 * implemented; the compiler reads the method, nobody calls it.
 */
public interface Tensor {}
