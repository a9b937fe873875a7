package castnet.processor.emit;

import castnet.processor.emit.cuda.CudaSource;
import castnet.processor.graph.TensorShape;
import castnet.processor.plan.ArrayField;
import castnet.processor.plan.Program;
import castnet.processor.plan.cuda.Arithmetic;
import castnet.processor.plan.cuda.CudaKernel;
import castnet.processor.plan.cuda.CudaPlan;
import castnet.processor.plan.cuda.CudaPlanner;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes {@code CompiledX.cu}, where it can be trained {@code CompiledX.training.cu}, and beside it {@code CompiledXCuda}, which tells a driver what to allocate and to launch. */
public final class CudaEmitter {
    /** Ends the name of the CUDA C. */
    public static final String EXTENSION = ".cu";

    /** Elements of a list per method: about 50 bytecodes each. */
    private static final int NUMBERED = 50;

    private final Target target;
    private final CudaPlan plan;
    private final ClassName self;
    private final Names names = new Names(Set.of(
            "program",
            "weights",
            "launches",
            "arena",
            "weight",
            "training",
            "parameters",
            "statistics",
            "forward",
            "backward",
            "at"));
    private final List<MethodSpec> packing = new ArrayList<>();

    private CudaEmitter(Target target, Arithmetic arithmetic) {
        this.target = target;
        this.plan = CudaPlanner.plan(target.plan().inference(), arithmetic);
        this.self = ClassName.get(target.packageName(), target.className() + "Cuda");
    }

    /** The CUDA C and the class. */
    public static List<GeneratedFile> emit(Target target, Arithmetic arithmetic) {
        CudaEmitter emitter = new CudaEmitter(target, arithmetic);
        String inPackage = target.packageName();
        Program training = target.plan().training();
        List<GeneratedFile> files = new ArrayList<>();
        files.add(new GeneratedFile(
                GeneratedFile.Kind.RESOURCE,
                inPackage,
                emitter.sourceName(),
                CudaSource.of(target.network(), emitter.plan.kernels())));
        TypeSpec.Builder type = emitter.type();
        if (training != null) {
            CudaTrainingEmitter step = new CudaTrainingEmitter(target, emitter.self, training);
            step.addTo(type);
            files.add(step.source());
        }
        String text = NetworkEmitter.print(inPackage, type.build());
        files.add(new GeneratedFile(GeneratedFile.Kind.SOURCE, inPackage, emitter.self.simpleName(), text));
        return files;
    }

    private String sourceName() {
        return target.className() + EXTENSION;
    }

    private TypeSpec.Builder type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addJavadoc(
                        "{@code $L} on NVIDIA GPUs: what a driver compiles, allocates and launches.\n",
                        target.declaration())
                .addAnnotation(Types.generated())
                .addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(program());
        if (target.isPublic()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        type.addMethods(list("weights", Types.GPU_WEIGHT, weights()));
        type.addMethods(list(
                "launches",
                Types.GPU_LAUNCH,
                plan.launches().stream().map(CudaEmitter::launch).toList()));
        type.addMethod(argument("arena", "Arena", TypeName.LONG, "offset"));
        if (!plan.weights().isEmpty()) {
            type.addMethod(argument("weight", "Weight", TypeName.INT, "index"));
        }
        return type.addMethods(packing);
    }

    private MethodSpec program() {
        return MethodSpec.methodBuilder("program")
                .addJavadoc("Kernels, memory, weights and launches.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(Types.GPU_PROGRAM)
                .addStatement(
                        "return new $T($T.class, $S, $S, $LL, weights(), launches(), $L, $L)",
                        Types.GPU_PROGRAM,
                        self,
                        target.network(),
                        sourceName(),
                        bytes(plan.arenaFloats()),
                        tensor(plan.input(), target.declared().input().shape()),
                        tensor(plan.output(), target.declared().output().shape()))
                .build();
    }

    static CodeBlock tensor(long offset, TensorShape shape) {
        return CodeBlock.of(
                "new $T($LL, $L, $L, $L)",
                Types.GPU_TENSOR,
                bytes(offset),
                shape.channels(),
                shape.height(),
                shape.width());
    }

    static long bytes(long floats) {
        return floats * Float.BYTES;
    }

    private List<CodeBlock> weights() {
        List<CodeBlock> all = new ArrayList<>();
        for (CudaPlan.Weight weight : plan.weights()) {
            MethodSpec pack = MethodSpec.methodBuilder(names.fresh(weight.layer()))
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .returns(Types.FLOATS)
                    .addParameter(Types.WEIGHTS, "weights")
                    .addStatement("return $L", packed(weight))
                    .build();
            packing.add(pack);
            all.add(CodeBlock.of(
                    "new $T($S, $L, $T::$N)", Types.GPU_WEIGHT, weight.layer(), weight.floats(), self, pack));
        }
        return all;
    }

    private static CodeBlock packed(CudaPlan.Weight weight) {
        return switch (weight) {
            case CudaPlan.ConvolutionWeight c ->
                CodeBlock.of(
                        "$T.convolution($L, $L, $L, $L)",
                        Types.GPU_PACKING,
                        PackedFields.folded(c.field()),
                        c.outputs(),
                        c.inputs(),
                        c.taps());
            case CudaPlan.NormWeight n -> {
                ArrayField.FoldedNorm norm = n.field();
                yield CodeBlock.of(
                        "$T.norm($T.of(weights, $S, $L), $L)",
                        Types.GPU_PACKING,
                        Types.FOLDED_NORM,
                        norm.normPrefix(),
                        norm.epsilon(),
                        norm.channels());
            }
        };
    }

    private static CodeBlock launch(CudaPlan.Launch launch) {
        CudaKernel kernel = launch.kernel().kernel();
        String arguments = launch.pointers().stream()
                .map(pointer -> switch (pointer) {
                    case CudaPlan.Tensor tensor -> "arena(" + bytes(tensor.offset()) + "L)";
                    case CudaPlan.WeightIndex weight -> "weight(" + weight.index() + ")";
                    case CudaPlan.Flat _, CudaPlan.Given _ ->
                        throw new IllegalArgumentException(launch.layer() + " is no launch of inference");
                })
                .collect(Collectors.joining(", "));
        return CodeBlock.of(
                "new $T($S, $S, $L, $L, $L, 0, $T.of($L))",
                Types.GPU_LAUNCH,
                launch.kernel().name(),
                launch.layer(),
                kernel.blocksX(),
                kernel.blocksY(),
                kernel.threads(),
                List.class,
                arguments);
    }

    private static MethodSpec argument(String method, String type, TypeName parameterType, String parameter) {
        return MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Types.GPU_ARGUMENT)
                .addParameter(parameterType, parameter)
                .addStatement("return new $T($L)", Types.GPU_ARGUMENT.nestedClass(type), parameter)
                .build();
    }

    /** A method that makes a list, cut into methods where it is long. */
    static List<MethodSpec> list(String name, ClassName element, List<CodeBlock> elements) {
        TypeName list = ParameterizedTypeName.get(ClassName.get(List.class), element);
        List<MethodSpec> methods = new ArrayList<>();
        MethodSpec.Builder whole = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(list)
                .addStatement("$T all = new $T<>($L)", list, ArrayList.class, elements.size());
        int part = 0;
        for (List<CodeBlock> chunk : MethodPartition.chunks(elements, NUMBERED)) {
            part++;
            MethodSpec.Builder adds = MethodSpec.methodBuilder(name + part)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .addParameter(list, "all");
            chunk.forEach(code -> adds.addStatement("all.add($L)", code));
            methods.add(adds.build());
            whole.addStatement("$L(all)", name + part);
        }
        methods.addFirst(whole.addStatement("return all").build());
        return methods;
    }
}
