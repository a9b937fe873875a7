package castnet.processor.plan;

/** Rows and columns of zeros around a tensor. */
record Halo(int top, int left, int bottom, int right) {
    static final Halo NONE = new Halo(0, 0, 0, 0);

    /** Wide enough for both. */
    Halo max(Halo other) {
        return new Halo(
                Math.max(top, other.top),
                Math.max(left, other.left),
                Math.max(bottom, other.bottom),
                Math.max(right, other.right));
    }

    boolean isNone() {
        return equals(NONE);
    }
}
