package castnet.runtime.training;

/**
 * How far a training has come.
 *
 * @param epoch epochs that are complete
 * @param batch batches of the current epoch that are done
 * @param step updates that are done, over all epochs
 * @param metrics of the current epoch so far
 */
public record Position(int epoch, int batch, long step, Metrics metrics) {
    /** Nothing done. */
    public static final Position START = new Position(0, 0, 0, Metrics.NONE);

    /** One update further. */
    public Position afterStep(Metrics ofStep) {
        return new Position(epoch, batch + 1, step + 1, metrics.plus(ofStep));
    }

    /** At the beginning of the next epoch. */
    public Position afterEpoch() {
        return new Position(epoch + 1, 0, step, Metrics.NONE);
    }
}
