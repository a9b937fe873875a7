package castnet.tools;

import castnet.runtime.data.Normalization;

/** The normalisations that published networks were trained with. */
enum NormalizationChoice {
    IMAGENET,
    CIFAR10,
    MNIST,
    /** Pixels as they are, 0 to 255. */
    RAW;

    Normalization of(int channels) {
        return switch (this) {
            case IMAGENET -> Normalization.IMAGENET;
            case CIFAR10 -> Normalization.CIFAR10;
            case MNIST -> Normalization.MNIST;
            case RAW -> Normalization.raw(channels);
        };
    }
}
