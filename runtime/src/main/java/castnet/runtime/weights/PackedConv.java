package castnet.runtime.weights;

/**
 * A convolution's weights as its kernel reads them, and its bias, padded to a multiple of 16 channels. The arrays are shared
 * by all sessions of a network and never written again.
 *
 * @param weights in the kernel's own order
 * @param bias one value per padded output channel
 */
public record PackedConv(float[] weights, float[] bias) {}
