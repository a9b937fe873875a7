package castnet.benchmarks;

import castnet.runtime.Trainer;
import castnet.runtime.TrainerConfig;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;

/** Castnet's training step. */
final class CastnetTraining implements Contender {
    /** So small that all contenders still compute the same loss after a minute. */
    static final double RATE = 1e-6;

    static final double MOMENTUM = 0.9;

    private final Trainer trainer;
    private final float[] images;
    private final int[] labels;
    private final float[] loss = new float[1];

    CastnetTraining(Work work, int threads) {
        trainer = work.factory()
                .newTrainer(TrainerConfig.builder()
                        .batch(work.batch())
                        .threads(threads)
                        .optimizer(new Sgd(MOMENTUM, 0))
                        .schedule(Schedule.constant(RATE))
                        .build());
        trainer.load(work.weights());
        images = work.images();
        labels = work.labels();
    }

    @Override
    public String name() {
        return "castnet";
    }

    @Override
    public void call() {
        loss[0] = (float) trainer.step(images, labels, labels.length).loss();
    }

    @Override
    public float[] result() {
        return loss;
    }

    @Override
    public void close() {
        trainer.close();
    }
}
