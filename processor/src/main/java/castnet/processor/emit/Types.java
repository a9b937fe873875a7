package castnet.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;

/** The types that generated code names. */
final class Types {
    private static final String RUNTIME = "castnet.runtime";
    private static final String TRAINING_PACKAGE = RUNTIME + ".training";
    private static final String WEIGHTS_PACKAGE = RUNTIME + ".weights";
    private static final String KERNEL_PACKAGE = RUNTIME + ".kernel";

    static final ClassName COMPILED_NETWORK = ClassName.get(RUNTIME, "CompiledNetwork");
    static final ClassName NETWORK_INFO = ClassName.get(RUNTIME, "NetworkInfo");
    static final ClassName IMAGE_SHAPE = ClassName.get(RUNTIME, "ImageShape");
    static final ClassName NETWORK_FACTORY = ClassName.get(RUNTIME, "NetworkFactory");
    static final ClassName SWEEP_POINT = ClassName.get(RUNTIME, "SweepPoint");
    static final ClassName TRAINER = ClassName.get(RUNTIME, "Trainer");
    static final ClassName TRAINER_CONFIG = ClassName.get(RUNTIME, "TrainerConfig");
    static final ClassName WIRING = ClassName.get("castnet", "Wiring");
    static final ClassName PROGRAM = ClassName.get(RUNTIME + ".memory", "Program");
    static final ClassName LAYOUT = ClassName.get(RUNTIME + ".memory", "Layout");
    static final ClassName WORKER = ClassName.get(RUNTIME + ".thread", "Worker");
    static final ClassName TRAINING_PROGRAM = ClassName.get(TRAINING_PACKAGE, "TrainingProgram");
    static final ClassName STEP = ClassName.get(TRAINING_PACKAGE, "Step");
    static final ClassName WEIGHTS = ClassName.get(WEIGHTS_PACKAGE, "Weights");
    static final ClassName PARAMETER_SPEC = ClassName.get(WEIGHTS_PACKAGE, "ParameterSpec");
    static final ClassName ROLE = ClassName.get(WEIGHTS_PACKAGE, "Role");
    static final ClassName INIT = ClassName.get(WEIGHTS_PACKAGE, "Init");
    static final ClassName FOLDED_CONV = ClassName.get(WEIGHTS_PACKAGE, "FoldedConv");
    static final ClassName FOLDED_NORM = ClassName.get(WEIGHTS_PACKAGE, "FoldedNorm");
    static final ClassName PACKED_CONV = ClassName.get(WEIGHTS_PACKAGE, "PackedConv");
    static final ClassName CONV_SHAPE = kernel("ConvShape");
    static final ClassName POOL_SHAPE = kernel("PoolShape");
    static final ClassName GPU_PROGRAM = gpu("GpuProgram");
    static final ClassName GPU_WEIGHT = gpu("GpuWeight");
    static final ClassName GPU_LAUNCH = gpu("GpuLaunch");
    static final ClassName GPU_ARGUMENT = gpu("GpuArgument");
    static final ClassName GPU_TENSOR = gpu("GpuTensor");
    static final ClassName GPU_TRAINING = gpu("GpuTraining");
    static final ClassName GPU_PACKING = gpu("GpuPacking");
    static final TypeName STRINGS = ParameterizedTypeName.get(List.class, String.class);
    static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);

    private Types() {}

    /** A type of the kernel package. */
    static ClassName kernel(String simpleName) {
        return ClassName.get(KERNEL_PACKAGE, simpleName);
    }

    private static ClassName gpu(String simpleName) {
        return ClassName.get(RUNTIME + ".gpu", simpleName);
    }

    /** Says who wrote the code, and keeps linters of users' builds quiet about it. */
    static AnnotationSpec generated() {
        return AnnotationSpec.builder(ClassName.get("javax.annotation.processing", "Generated"))
                .addMember("value", "$S", "castnet.processor.CastnetProcessor")
                .build();
    }
}
