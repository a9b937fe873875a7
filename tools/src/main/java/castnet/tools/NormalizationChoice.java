package castnet.tools;

import castnet.runtime.data.Normalization;
import castnet.runtime.data.SyntheticShapes;

/** The normalisations that networks are trained with: those of published networks, and of data sets that have one. */
enum NormalizationChoice {
    IMAGENET,
    CIFAR10,
    CIFAR100,
    MNIST,
    SYNTHETIC,
    /** Pixels as they are, 0 to 255. */
    RAW;

    /** What a network for such images was most likely trained with. */
    static NormalizationChoice usual(int channels) {
        return channels == 1 ? MNIST : IMAGENET;
    }

    Normalization of(int channels) {
        Normalization normalization = switch (this) {
            case IMAGENET -> Normalization.IMAGENET;
            case CIFAR10 -> Normalization.CIFAR10;
            case CIFAR100 -> Normalization.CIFAR100;
            case MNIST -> Normalization.MNIST;
            case SYNTHETIC -> SyntheticShapes.NORMALIZATION;
            case RAW -> Normalization.raw(channels);
        };
        if (normalization.channels() != channels) {
            throw new IllegalArgumentException("--normalize %s is for images of %d channels, these have %d"
                    .formatted(this, normalization.channels(), channels));
        }
        return normalization;
    }
}
