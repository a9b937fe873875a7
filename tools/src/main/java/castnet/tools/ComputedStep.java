package castnet.tools;

/**
 * A step of a compiled network's inference: a layer with what was fused into it; from the compiler's summary.
 *
 * @param macs multiply-adds for one image
 * @param bytes inputs, output and parameters, each once
 * @param kernel what computes it
 */
record ComputedStep(String name, long macs, long bytes, String kernel) {}
