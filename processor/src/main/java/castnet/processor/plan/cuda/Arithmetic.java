package castnet.processor.plan.cuda;

/** How convolutions multiply. Sums, weights and activations in memory are float in all of them. */
public enum Arithmetic {
    /** In float, as on the CPU. */
    FP32,
    /** By tensor cores, both factors rounded to 10 bits of mantissa. */
    TF32,
    /** By tensor cores, both factors rounded to 7 bits of mantissa. */
    BF16
}
