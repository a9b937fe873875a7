package castnet.runtime.weights;

/**
 * How an array begins when training starts from nothing. Fans are PyTorch's: of a weight {@code [o, i, kh, kw]}, fan-in is
 * {@code i·kh·kw} and fan-out {@code o·kh·kw}; {@code i} is already divided by the groups, {@code o} is not.
 */
public enum Init {
    /** Normal with variance 2/fan-out (He et al. 2015, the choice of torchvision's ResNets). */
    HE_FAN_OUT,
    /** Normal with variance 2/fan-in (He et al. 2015). */
    HE_FAN_IN,
    /** Uniform within ±√(6/(fan-in + fan-out)) (Glorot and Bengio 2010). */
    XAVIER,
    /** Uniform within ±1/√fan-in, fan-in being the layer's: PyTorch's default for fully connected layers and biases. */
    TORCH_LINEAR,
    /** All 0. */
    ZEROS,
    /** All 1. */
    ONES
}
