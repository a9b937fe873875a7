package castnet.benchmarks;

import castnet.runtime.Session;
import castnet.runtime.SessionConfig;

/** Castnet's inference, from arrays to arrays. */
final class Castnet implements Contender {
    private final Session session;
    private final float[] images;
    private final float[] outputs;

    Castnet(Work work, int threads) {
        session = work.factory()
                .of(work.weights())
                .newSession(SessionConfig.defaults().withBatch(work.batch()).withThreads(threads));
        images = work.images();
        outputs = new float[work.batch() * work.factory().info().output().elements()];
    }

    @Override
    public String name() {
        return "castnet";
    }

    @Override
    public void call() {
        session.run(images, outputs);
    }

    @Override
    public float[] result() {
        return outputs;
    }

    @Override
    public void close() {
        session.close();
    }
}
