package castnet.processor.graph;

/** How a parameter begins when training starts from nothing. The runtime has the same names. */
public enum Initializer {
    HE_FAN_OUT,
    HE_FAN_IN,
    XAVIER,
    /** Uniform within ±1/√fan-in, PyTorch's default for fully connected layers and biases of convolutions. */
    TORCH_LINEAR,
    ZEROS,
    ONES
}
