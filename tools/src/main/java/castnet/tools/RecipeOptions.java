package castnet.tools;

import castnet.runtime.TrainerConfig;
import castnet.runtime.data.Augmentation;
import castnet.runtime.optimizer.AdamW;
import castnet.runtime.optimizer.Schedule;
import castnet.runtime.optimizer.Sgd;
import castnet.runtime.training.DecayRule;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** The options of a training recipe. The defaults are those of He et al. 2015 for CIFAR, with a cosine schedule. */
final class RecipeOptions {
    /** How the learning rate falls. */
    enum Decline {
        CONSTANT,
        STEP,
        COSINE
    }

    /** Which optimizer. */
    enum Method {
        SGD,
        NESTEROV,
        ADAMW
    }

    /** How training images are changed. */
    enum Change {
        NONE,
        FLIP,
        PAD_CROP_FLIP
    }

    @Option(names = "--batch", description = "Images per step (default: ${DEFAULT-VALUE}).", defaultValue = "128")
    private int batch = 128;

    @Option(names = "--rate", description = "Learning rate (default: ${DEFAULT-VALUE}).", defaultValue = "0.1")
    private double rate = 0.1;

    @Option(
            names = "--schedule",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "COSINE")
    private Decline schedule = Decline.COSINE;

    @Option(
            names = "--milestones",
            split = ",",
            description = "Epochs at which schedule STEP divides the rate by 10 (default: half and three quarters).")
    private int[] milestones = {};

    @Option(
            names = "--warmup",
            description = "Epochs of linear warm-up (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private double warmup;

    @Option(
            names = "--optimizer",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "SGD")
    private Method optimizer = Method.SGD;

    @Option(names = "--momentum", description = "Momentum of SGD (default: ${DEFAULT-VALUE}).", defaultValue = "0.9")
    private double momentum = 0.9;

    @Option(names = "--weight-decay", description = "Weight decay (default: ${DEFAULT-VALUE}).", defaultValue = "1e-4")
    private double weightDecay = 1e-4;

    @Option(
            names = "--decay",
            description = "What decays: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "ALL")
    private DecayRule decay = DecayRule.ALL;

    @Option(
            names = "--label-smoothing",
            description = "Label smoothing (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private double labelSmoothing;

    @Option(
            names = "--augment",
            description = "Changes of the training images: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            defaultValue = "PAD_CROP_FLIP")
    private Change augment = Change.PAD_CROP_FLIP;

    @Option(
            names = "--seed",
            description = "Seed of weights, order and augmentation (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private long seed;

    int batch() {
        return batch;
    }

    long seed() {
        return seed;
    }

    Augmentation augmentation() {
        return switch (augment) {
            case NONE -> Augmentation.NONE;
            case FLIP -> Augmentation.FLIP;
            case PAD_CROP_FLIP -> Augmentation.PAD_CROP_FLIP;
        };
    }

    TrainerConfig config(int stepsPerEpoch, int epochs, int threads) {
        return TrainerConfig.builder()
                .batch(batch)
                .threads(threads)
                .seed(seed)
                .labelSmoothing(labelSmoothing)
                .decay(decay)
                .optimizer(
                        optimizer == Method.ADAMW
                                ? new AdamW(weightDecay)
                                : new Sgd(momentum, optimizer == Method.NESTEROV, weightDecay))
                .schedule(schedule(stepsPerEpoch, epochs))
                .build();
    }

    private Schedule schedule(int stepsPerEpoch, int epochs) {
        long warm = Math.round(warmup * stepsPerEpoch);
        long steps = Math.max(1, (long) epochs * stepsPerEpoch - warm);
        Schedule after = switch (schedule) {
            case CONSTANT -> Schedule.constant(rate);
            case COSINE -> Schedule.cosine(rate, steps);
            case STEP -> Schedule.multiStep(rate, 0.1, milestoneSteps(stepsPerEpoch, epochs, warm));
        };
        return after.withWarmup(warm);
    }

    // Milestones are epochs of the whole training; a schedule begins to count after its warm-up.
    private long[] milestoneSteps(int stepsPerEpoch, int epochs, long warm) {
        int[] at = milestones.length > 0 ? milestones : new int[] {epochs / 2, epochs * 3 / 4};
        return Arrays.stream(at)
                .mapToLong(epoch -> (long) epoch * stepsPerEpoch - warm)
                .toArray();
    }
}
