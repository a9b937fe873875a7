package castnet.processor.plan;

import static castnet.processor.plan.KernelParameter.ARRAY;
import static castnet.processor.plan.KernelParameter.CONV_SHAPE;
import static castnet.processor.plan.KernelParameter.FLAG;
import static castnet.processor.plan.KernelParameter.FLOAT;
import static castnet.processor.plan.KernelParameter.IMAGES;
import static castnet.processor.plan.KernelParameter.INT;
import static castnet.processor.plan.KernelParameter.LABELS;
import static castnet.processor.plan.KernelParameter.LAYOUT;
import static castnet.processor.plan.KernelParameter.LONG;
import static castnet.processor.plan.KernelParameter.LOSSES;
import static castnet.processor.plan.KernelParameter.POOL_SHAPE;
import static castnet.processor.plan.KernelParameter.TENSOR;
import static castnet.processor.plan.KernelParameter.WORKER;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one list of kernels that a plan may name, with their parameters. */
public final class KernelCatalog {
    /** The convolutions that share one set of methods. */
    static final List<String> CONVOLUTIONS = List.of(
            "ConvPointwise",
            "ConvRows3",
            "ConvWinogradF2",
            "ConvWinogradF4",
            "ConvPatches",
            "ConvGrouped",
            "ConvDepthwise");

    private static final Map<Kernel, List<KernelParameter>> KERNELS = kernels();

    private KernelCatalog() {}

    /** Every kernel. */
    public static List<Kernel> all() {
        return List.copyOf(KERNELS.keySet());
    }

    /**
     * Parameters of a kernel.
     *
     * @throws IllegalArgumentException if it is not listed
     */
    public static List<KernelParameter> parameters(Kernel kernel) {
        List<KernelParameter> parameters = KERNELS.get(kernel);
        if (parameters == null) {
            throw new IllegalArgumentException(kernel + " is not in the catalogue");
        }
        return parameters;
    }

    private static Map<Kernel, List<KernelParameter>> kernels() {
        Listing list = new Listing();
        for (String type : CONVOLUTIONS) {
            convolution(list, type);
        }
        gradients(list);
        norms(list);
        pools(list);
        elementwise(list);
        list.add("Halo", "clear", LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(
                "SoftmaxCrossEntropy",
                "lossAndGradient",
                LAYOUT,
                TENSOR,
                LABELS,
                FLOAT,
                LAYOUT,
                TENSOR,
                LOSSES,
                IMAGES,
                WORKER);
        return list.entries;
    }

    private static void convolution(Listing list, String type) {
        list.add(type, "bias", CONV_SHAPE, TENSOR, ARRAY, ARRAY, TENSOR, IMAGES, WORKER);
        list.add(type, "biasRelu", CONV_SHAPE, TENSOR, ARRAY, ARRAY, TENSOR, IMAGES, WORKER);
        list.add(type, "biasAdd", CONV_SHAPE, TENSOR, ARRAY, ARRAY, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "biasAddRelu", CONV_SHAPE, TENSOR, ARRAY, ARRAY, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "pack", CONV_SHAPE, TENSOR, ARRAY, WORKER);
    }

    private static void gradients(Listing list) {
        list.add("ConvGradient", "packData", CONV_SHAPE, LAYOUT, LAYOUT, TENSOR, ARRAY, WORKER);
        list.add("ConvGradient", "data", CONV_SHAPE, TENSOR, LAYOUT, ARRAY, TENSOR, LAYOUT, FLAG, IMAGES, WORKER);
        list.add("ConvGradient", "weight", CONV_SHAPE, TENSOR, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("ConvGradient", "bias", LAYOUT, INT, TENSOR, TENSOR, IMAGES, WORKER);
        list.add("ConvGradient", "packBias", INT, TENSOR, ARRAY, WORKER);
    }

    private static void norms(Listing list) {
        String type = "BatchNorm";
        list.add(type, "affine", LAYOUT, TENSOR, ARRAY, ARRAY, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "affineRelu", LAYOUT, TENSOR, ARRAY, ARRAY, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "affineAdd", LAYOUT, TENSOR, ARRAY, ARRAY, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "affineAddRelu", LAYOUT, TENSOR, ARRAY, ARRAY, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "statistics", LAYOUT, TENSOR, TENSOR, IMAGES, WORKER);
        list.add(type, "finish", LAYOUT, TENSOR, ARRAY, ARRAY, TENSOR, TENSOR, FLOAT, FLOAT, IMAGES, WORKER);
        list.add(type, "normalize", LAYOUT, TENSOR, ARRAY, ARRAY, TENSOR, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "normalizeRelu", LAYOUT, TENSOR, ARRAY, ARRAY, TENSOR, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(
                type,
                "normalizeAdd",
                LAYOUT,
                TENSOR,
                ARRAY,
                ARRAY,
                TENSOR,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                IMAGES,
                WORKER);
        list.add(
                type,
                "normalizeAddRelu",
                LAYOUT,
                TENSOR,
                ARRAY,
                ARRAY,
                TENSOR,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                IMAGES,
                WORKER);
        normGradients(list, type);
    }

    private static void normGradients(Listing list, String type) {
        list.add(type, "gradientSums", LAYOUT, TENSOR, LAYOUT, TENSOR, ARRAY, ARRAY, TENSOR, IMAGES, WORKER);
        list.add(
                type,
                "gradientSumsRelu",
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                ARRAY,
                ARRAY,
                TENSOR,
                IMAGES,
                WORKER);
        list.add(type, "finishGradient", LAYOUT, TENSOR, TENSOR, TENSOR, IMAGES, WORKER);
        normInputGradients(list, type);
    }

    private static void normInputGradients(Listing list, String type) {
        list.add(
                type,
                "gradient",
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                ARRAY,
                ARRAY,
                TENSOR,
                TENSOR,
                TENSOR,
                LAYOUT,
                TENSOR,
                IMAGES,
                WORKER);
        list.add(
                type,
                "gradientRelu",
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                ARRAY,
                ARRAY,
                TENSOR,
                TENSOR,
                TENSOR,
                LAYOUT,
                TENSOR,
                IMAGES,
                WORKER);
        list.add(
                type,
                "gradientAddRelu",
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                ARRAY,
                ARRAY,
                TENSOR,
                TENSOR,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                IMAGES,
                WORKER);
    }

    private static void pools(Listing list) {
        list.add("Pooling", "max", POOL_SHAPE, TENSOR, TENSOR, IMAGES, WORKER);
        list.add("Pooling", "average", POOL_SHAPE, TENSOR, TENSOR, FLAG, IMAGES, WORKER);
        list.add("Pooling", "maxGradient", POOL_SHAPE, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Pooling", "averageGradient", POOL_SHAPE, LAYOUT, TENSOR, LAYOUT, TENSOR, FLAG, IMAGES, WORKER);
        list.add("Pooling", "globalAverage", LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Pooling", "globalAverageGradient", LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
    }

    private static void elementwise(Listing list) {
        list.add("Activations", "forward", INT, FLOAT, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(
                "Activations",
                "gradient",
                INT,
                FLOAT,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                LAYOUT,
                TENSOR,
                IMAGES,
                WORKER);
        String type = "Elementwise";
        list.add(type, "add", LAYOUT, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "addRelu", LAYOUT, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "reluGradient", LAYOUT, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "copyChannels", LAYOUT, TENSOR, LAYOUT, TENSOR, INT, IMAGES, WORKER);
        list.add(type, "padChannels", LAYOUT, TENSOR, LAYOUT, TENSOR, INT, IMAGES, WORKER);
        list.add(type, "sliceChannels", LAYOUT, TENSOR, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "subsample", LAYOUT, TENSOR, INT, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "subsampleGradient", LAYOUT, TENSOR, INT, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "reshape", LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Resampling", "pad", LAYOUT, TENSOR, INT, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Resampling", "padGradient", LAYOUT, TENSOR, INT, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Resampling", "reflect", LAYOUT, TENSOR, INT, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Resampling", "reflectGradient", LAYOUT, TENSOR, INT, INT, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Resampling", "upsample", LAYOUT, TENSOR, INT, FLAG, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Resampling", "upsampleGradient", LAYOUT, TENSOR, INT, FLAG, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Products", "multiply", LAYOUT, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Products", "scale", LAYOUT, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add("Products", "scaleGradient", LAYOUT, TENSOR, LAYOUT, TENSOR, LAYOUT, TENSOR, IMAGES, WORKER);
        list.add(type, "dropout", LAYOUT, TENSOR, LAYOUT, TENSOR, FLOAT, LONG, LONG, INT, IMAGES, WORKER);
    }

    private static final class Listing {
        private final Map<Kernel, List<KernelParameter>> entries = new LinkedHashMap<>();

        void add(String type, String method, KernelParameter... parameters) {
            entries.put(new Kernel(type, method), List.of(parameters));
        }
    }
}
