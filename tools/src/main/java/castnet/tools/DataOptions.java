package castnet.tools;

import castnet.runtime.ImageShape;
import castnet.runtime.NetworkInfo;
import castnet.runtime.data.DataException;
import castnet.runtime.data.Datasets;
import castnet.runtime.data.ImageOptions;
import castnet.runtime.data.Normalization;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose a data set. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "synthetic (drawn by code, the default), cifar10:DIR, cifar100:DIR, mnist:DIR, "
                    + "folder:DIR (train/<class>/*.png|jpg, also inside a .tar.gz).",
            defaultValue = "synthetic")
    private String data = "synthetic";

    @Option(
            names = "--normalize",
            paramLabel = "SCHEME",
            description =
                    "How pixels are normalised: ${COMPLETION-CANDIDATES} (default: the data set's own mean and deviation).")
    private @Nullable NormalizationChoice normalization;

    /** The data set as the user named it. */
    String text() {
        return data;
    }

    /** Opens it; images of folders are scaled to the network's input. */
    Datasets open(NetworkInfo info) throws DataException {
        ImageShape input = info.input();
        ImageOptions images =
                (input.channels() == 1 ? ImageOptions.GREY : ImageOptions.RGB).withSize(input.height(), input.width());
        return Datasets.open(data, images);
    }

    /** The normalisation that was asked for, or the data set's own. */
    Normalization normalization(Datasets datasets) {
        return normalization == null
                ? datasets.normalization()
                : normalization.of(datasets.train().channels());
    }
}
