package castnet;

/** Distribution of a convolution's initial weights; fan-in is {@code in/groups·kh·kw}, fan-out {@code out·kh·kw} as in PyTorch. */
public enum Init {
    /** Normal with variance 2/fan-out (He et al. 2015, the choice of torchvision's ResNets). */
    HE_FAN_OUT,
    /** Normal with variance 2/fan-in (He et al. 2015). */
    HE_FAN_IN,
    /** Uniform within ±√(6/(fan-in + fan-out)) (Glorot and Bengio 2010, the default of Keras). */
    XAVIER
}
