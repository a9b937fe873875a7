package castnet.runtime.data;

/**
 * What a network learns from, and what it is judged by.
 *
 * @param train images to learn from
 * @param test other images of the same shape and classes
 */
public record TrainTest(Dataset train, Dataset test) {}
