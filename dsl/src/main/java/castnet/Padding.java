package castnet;

/** How much padding a window gets when {@code pad} does not say it in numbers. */
public enum Padding {
    /** dilation·(kernel − 1)/2 on every side, rounded down: what PyTorch's networks write as {@code padding=kernel//2}. */
    HALF,
    /** None ({@code VALID}). */
    NONE,
    /**
     * TensorFlow's {@code SAME}: output size ⌈input/stride⌉, the odd cell of padding at the bottom and the right. For stride
     * 2 on an even size a 3×3 window gets 0 before and 1 after: another network than {@link #HALF}.
     */
    SAME
}
