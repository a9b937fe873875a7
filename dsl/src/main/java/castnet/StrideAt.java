package castnet;

/** Where a bottleneck block that shrinks the image puts its stride. */
public enum StrideAt {
    /** On the first 1×1 (He et al. 2015; "v1"): three quarters of its input are never read. */
    CONV1x1,
    /** On the 3×3 ("v1.5": torchvision, NVIDIA). */
    CONV3x3,
    /**
     * On the 3×3 of the last block of the stage before, whose identity shortcut is subsampled (tf-slim, Keras V2). The
     * stage before must be a residual stage that nobody else reads.
     */
    PREVIOUS_CONV3x3
}
