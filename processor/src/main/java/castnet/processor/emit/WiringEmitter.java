package castnet.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Keeps which layers the layers of a declaration read: on the network's class, or for a block on a class that is only that. */
public final class WiringEmitter {
    private WiringEmitter() {}

    /** The class for a block's body. */
    public static GeneratedFile emit(String packageName, String name, List<String> wiring) {
        TypeSpec type = TypeSpec.classBuilder(name)
                .addJavadoc("What the class file of a block's body forgets: the names of its parameters.\n")
                .addAnnotation(Types.generated())
                .addAnnotation(annotation(wiring))
                .addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .build();
        return new GeneratedFile(GeneratedFile.Kind.SOURCE, packageName, name, NetworkEmitter.print(packageName, type));
    }

    static AnnotationSpec annotation(List<String> wiring) {
        AnnotationSpec.Builder annotation = AnnotationSpec.builder(Types.WIRING);
        wiring.forEach(entry -> annotation.addMember("value", "$S", entry));
        return annotation.build();
    }
}
