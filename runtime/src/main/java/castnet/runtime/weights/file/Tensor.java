package castnet.runtime.weights.file;

/** A tensor as a pickle describes it: a view of a storage. */
record Tensor(Storage storage, StridedArray view) {}
