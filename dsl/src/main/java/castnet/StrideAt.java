package castnet;

/** Where a bottleneck block that shrinks the image puts its stride. */
public enum StrideAt {
    /** On the first 1×1 (He et al. 2015; "v1"): three quarters of its input are never read. */
    CONV1x1,
    /** On the 3×3 ("v1.5": torchvision, NVIDIA). */
    CONV3x3,
    /**
     * On the 3×3 of the last block of the stage before (tf-slim, Keras V2). That block's shortcut shrinks too: its
     * projection, if it has one, takes the stride; its identity is pooled where its {@link Shortcut} is a pool, and keeps
     * every stride-th pixel otherwise. The stage before must be a residual stage that nobody else reads.
     */
    PREVIOUS_CONV3x3
}
