package castnet;

/** Which convolutions of a residual block have a bias beside their batch norm; published weights differ in this. */
public enum ConvBias {
    /** None (torchvision, timm, MSRA, tf-slim). */
    NONE,
    /** All, the projection's too (Keras ResNet v1, DL4J, Coursera). */
    ALL,
    /** The 1×1s of a bottleneck's branch, not its 3×3, nor the projection (GluonCV v1). */
    BRANCH_1x1,
    /** Those whose results are added: the branch's last and the projection (Keras ResNet v2). */
    SUMMANDS
}
