package castnet.runtime;

/** Order of an image's values in a {@code float[]} at the door of a session. */
public enum PixelOrder {
    /** Plane after plane: {@code [channel][row][column]}, as PyTorch. */
    NCHW,
    /** Pixel after pixel: {@code [row][column][channel]}, as decoded images. */
    NHWC
}
