package castnet.processor.emit;

import castnet.processor.emit.cuda.CudaSource;
import castnet.processor.plan.Program;
import castnet.processor.plan.cuda.CudaKernel;
import castnet.processor.plan.cuda.CudaPlan;
import castnet.processor.plan.cuda.CudaTraining;
import castnet.processor.plan.cuda.CudaTrainingPlanner;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes {@code CompiledX.training.cu}, and {@code training()} of {@code CompiledXCuda}. */
final class CudaTrainingEmitter {
    private static final ClassName ARRAY = Types.GPU_TRAINING.nestedClass("Array");
    private static final ClassName LAUNCH = Types.GPU_TRAINING.nestedClass("Launch");
    private static final ClassName POINTER = Types.GPU_TRAINING.nestedClass("Pointer");
    private static final ClassName MEMORY = Types.GPU_TRAINING.nestedClass("Memory");

    private final Target target;
    private final ClassName self;
    private final CudaTraining plan;

    CudaTrainingEmitter(Target target, ClassName self, Program training) {
        this.target = target;
        this.self = self;
        this.plan = CudaTrainingPlanner.plan(training);
    }

    /** The CUDA C. */
    GeneratedFile source() {
        return new GeneratedFile(
                GeneratedFile.Kind.RESOURCE,
                target.packageName(),
                sourceName(),
                CudaSource.of(target.network(), plan.kernels()));
    }

    private String sourceName() {
        return target.className() + ".training" + CudaEmitter.EXTENSION;
    }

    /** The method, and those that it is cut into. */
    void addTo(TypeSpec.Builder type) {
        type.addMethod(MethodSpec.methodBuilder("training")
                .addJavadoc("A step of training, up to the gradients.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(Types.GPU_TRAINING)
                .addStatement(
                        "return new $T($T.class, $S, $S, $LL, $LL, parameters(), statistics(), forward(), backward(), $L, $L)",
                        Types.GPU_TRAINING,
                        self,
                        target.network(),
                        sourceName(),
                        CudaEmitter.bytes(plan.arenaFloats()),
                        CudaEmitter.bytes(plan.fixedFloats()),
                        CudaEmitter.tensor(
                                plan.input(), target.declared().input().shape()),
                        CudaEmitter.tensor(
                                plan.output(), target.declared().output().shape()))
                .build());
        type.addMethods(CudaEmitter.list("parameters", ARRAY, arrays(plan.trained())));
        type.addMethods(CudaEmitter.list("statistics", ARRAY, arrays(plan.statistics())));
        List<CodeBlock> launches =
                plan.launches().stream().map(CudaTrainingEmitter::launch).toList();
        type.addMethods(CudaEmitter.list("forward", LAUNCH, launches.subList(0, plan.forward())));
        type.addMethods(CudaEmitter.list("backward", LAUNCH, launches.subList(plan.forward(), launches.size())));
        type.addMethod(MethodSpec.methodBuilder("at")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(POINTER)
                .addParameter(MEMORY, "memory")
                .addParameter(long.class, "offset")
                .addStatement("return new $T(memory, offset)", POINTER)
                .build());
    }

    private static List<CodeBlock> arrays(List<CudaTraining.Entry> entries) {
        return entries.stream()
                .map(e -> CodeBlock.of(
                        "new $T($S, $L, $L, $L, $L)", ARRAY, e.key(), e.offset(), e.outputs(), e.inputs(), e.taps()))
                .toList();
    }

    private static CodeBlock launch(CudaPlan.Launch launch) {
        CudaKernel kernel = launch.kernel().kernel();
        CodeBlock pointers =
                launch.pointers().stream().map(CudaTrainingEmitter::pointer).collect(CodeBlock.joining(", "));
        return CodeBlock.of(
                "new $T($S, $S, $L, $L, $L, $L, $T.of($L))",
                LAUNCH,
                launch.kernel().name(),
                launch.layer(),
                kernel.blocksX(),
                kernel.blocksY(),
                kernel.blocksZ(),
                kernel.threads(),
                List.class,
                pointers);
    }

    private static CodeBlock pointer(CudaPlan.Pointer pointer) {
        return switch (pointer) {
            case CudaPlan.Tensor t -> at("ARENA", t.offset());
            case CudaPlan.Flat f -> at(f.kind().name(), f.offset());
            case CudaPlan.Given given -> at(given.name(), 0);
            case CudaPlan.WeightIndex w -> throw new IllegalArgumentException("training packs no weights, found " + w);
        };
    }

    private static CodeBlock at(String memory, long floats) {
        return CodeBlock.of("at($T.$L, $LL)", MEMORY, memory, CudaEmitter.bytes(floats));
    }
}
