package castnet;

/** What a residual block adds to its output where stride or channels change; elsewhere the shortcut is the identity. */
public enum Shortcut {
    /** 1×1 convolution with the block's stride, and batch norm (option B of He et al. 2015). */
    PROJECTION,
    /** Like {@link #PROJECTION}, in every block, also where shapes agree (option C). */
    PROJECTION_ALWAYS,
    /** Every stride-th pixel, missing channels filled with zeros after the existing ones (option A, fb.resnet.torch). */
    ZERO_PAD,
    /** Like {@link #ZERO_PAD}, half of the zeros before and half after (option A as in akamaster's CIFAR ResNets). */
    ZERO_PAD_BOTH,
    /**
     * Average pool of the stride's size (ceil mode, padding not counted) where there is a stride, then 1×1 convolution and
     * batch norm ("D").
     */
    AVG_POOL,
    /** Max pool of the stride's size (ceil mode) where there is a stride, then 1×1 convolution and batch norm. */
    MAX_POOL,
    /** Every stride-th pixel where only the size changes; {@link #PROJECTION} where channels change. */
    SUBSAMPLE
}
