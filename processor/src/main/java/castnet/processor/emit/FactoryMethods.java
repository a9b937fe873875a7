package castnet.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.nio.file.Path;
import javax.lang.model.element.Modifier;

/** The ways to make a network: static methods of the class, and the factory that tools find by the service file. */
final class FactoryMethods {
    private final Target target;
    private final ClassName self;

    FactoryMethods(Target target, ClassName self) {
        this.target = target;
        this.self = self;
    }

    /** {@code load}, {@code of}, {@code initialized} and {@code newTrainer}. */
    void addTo(TypeSpec.Builder type) {
        type.addMethod(MethodSpec.methodBuilder("load")
                .addJavadoc(
                        "The network with the weights of a file: safetensors, a checkpoint, PyTorch's or NumPy's.\n\n")
                .addJavadoc("@throws IOException if the file cannot be read or is malformed\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(self)
                .addParameter(Path.class, "file")
                .addException(IOException.class)
                .addStatement("return new $T($T.read(file, INFO.name(), INFO.parameters()))", self, Types.WEIGHTS)
                .build());
        type.addMethod(MethodSpec.methodBuilder("of")
                .addJavadoc("The network with these weights, which must have exactly its keys and shapes.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(self)
                .addParameter(Types.WEIGHTS, "weights")
                .addStatement("return new $T(weights)", self)
                .build());
        type.addMethod(MethodSpec.methodBuilder("initialized")
                .addJavadoc("The network with initial weights.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(self)
                .addParameter(long.class, "seed")
                .addStatement("return new $T($T.initialize(INFO.parameters(), seed))", self, Types.WEIGHTS)
                .build());
        if (target.plan().training() != null) {
            type.addMethod(MethodSpec.methodBuilder("newTrainer")
                    .addJavadoc("A trainer that begins with initial weights.\n")
                    .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                    .returns(Types.TRAINER)
                    .addParameter(Types.TRAINER_CONFIG, "config")
                    .addStatement("return new $T(config, new Training(), new Factory())", Types.TRAINER)
                    .build());
        }
    }

    /** The nested class {@code Factory}. */
    TypeSpec factory() {
        MethodSpec.Builder trainer = MethodSpec.methodBuilder("newTrainer")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(Types.TRAINER)
                .addParameter(Types.TRAINER_CONFIG, "config");
        if (target.plan().training() != null) {
            trainer.addStatement("return $T.newTrainer(config)", self);
        } else {
            trainer.addStatement(
                    "throw new $T($S)",
                    UnsupportedOperationException.class,
                    target.network() + " ends in a map of "
                            + target.declared().output().shape() + ": there is no loss to train it by");
        }
        return TypeSpec.classBuilder("Factory")
                .addJavadoc("Lists this network for tools, by a service file.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(Types.NETWORK_FACTORY)
                .addMethod(MethodSpec.constructorBuilder()
                        .addJavadoc("For the service loader.\n")
                        .addModifiers(Modifier.PUBLIC)
                        .build())
                .addMethod(MethodSpec.methodBuilder("info")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(Types.NETWORK_INFO)
                        .addStatement("return INFO")
                        .build())
                .addMethod(MethodSpec.methodBuilder("of")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(self)
                        .addParameter(Types.WEIGHTS, "weights")
                        .addStatement("return $T.of(weights)", self)
                        .build())
                .addMethod(trainer.build())
                .addMethod(MethodSpec.methodBuilder("summaryResource")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(String.class)
                        .addStatement("return $S", target.summaryName("txt"))
                        .build())
                .build();
    }
}
