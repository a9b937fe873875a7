package castnet.runtime.weights.file;

/**
 * A row of elements that PyTorch's tensors share.
 *
 * @param key its name in the file
 * @param elements their number
 */
record Storage(String key, Element element, long elements) {
    long bytes() {
        return elements > Long.MAX_VALUE / element.bytes() ? Long.MAX_VALUE : elements * element.bytes();
    }
}
