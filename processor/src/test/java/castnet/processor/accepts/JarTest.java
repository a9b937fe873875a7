package castnet.processor.accepts;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.CastnetProcessor;
import castnet.processor.Compiled;
import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants of networks, and blocks, that come as class files, which forget the names of parameters. */
class JarTest {
    private static final String NET = """
            @Network(input = @Shape(channels = 3, height = 8, width = 8)) public interface Net {
                @Conv(out = 4) Tensor left();
                @Conv(out = 4) Tensor right(Tensor input);
                @Add Tensor join(Tensor left, Tensor right);
            }""";
    private static final String VARIANT = "@Network interface Variant extends Net { @Flatten Tensor flat(); }";

    private static final String BLOCK = """
            @Block public @interface Doubled {
                int out();
                interface Layers {
                    @Conv @Let("out = out") Tensor left();
                    @Conv @Let("out = out") Tensor right(Tensor input);
                    @Add Tensor join(Tensor left, Tensor right);
                }
            }""";
    private static final String USE = """
            @Network(input = @Shape(channels = 3, height = 8, width = 8)) interface Variant {
                @Doubled(out = 5)
                Tensor a();
            }""";

    @TempDir
    Path classes;

    @Test
    void wiringIsRemembered() throws IOException {
        write(compiler(true).compile(Compiled.file(NET)), name -> true);
        Compilation variant = variant(VARIANT);
        assertThat(variant.errors()).isEmpty();
        assertThat(generated(variant)).contains("\"right=input\"", "\"join=left,right\"");
    }

    @Test
    void wiringOfANestedNetworkIsRemembered() throws IOException {
        write(compiler(true).compile(Compiled.file("public class Outer { " + NET + " }")), name -> true);
        assertThat(variant(VARIANT.replace("extends Net", "extends Outer.Net")).errors())
                .isEmpty();
    }

    @Test
    void wiringInThePackageWithoutName() throws IOException {
        write(compiler(true).compile(JavaFileObjects.forSourceString("Net", "import castnet.*; " + NET)), name -> true);
        Compilation variant = compiler(true)
                .withClasspath(classPath())
                .compile(JavaFileObjects.forSourceString("Variant", "import castnet.*; " + VARIANT));
        assertThat(variant.errors()).isEmpty();
        assertThat(generated(variant)).contains("\"join=left,right\"");
    }

    @Test
    void namesInTheClassFileDo() throws IOException {
        write(compiler(false, "-parameters").compile(Compiled.file(NET)), name -> true);
        assertThat(variant(VARIANT).errors()).isEmpty();
    }

    @Test
    void otherwiseTheOptionIsNamed() throws IOException {
        write(compiler(true).compile(Compiled.file(NET)), name -> !name.contains("Compiled"));
        List<String> errors = variant(VARIANT).errors().stream()
                .map(error -> error.getLineNumber() + " " + error.getMessage(Locale.ROOT))
                .toList();
        assertThat(errors).hasSize(2);
        assertThat(errors.getFirst())
                .startsWith(
                        "1 [castnet:parameter-names] the class file of nets.Net does not say which layers right reads: "
                                + "compile it with Castnet's processor, or with javac's option -parameters")
                .contains("(in Net.right)");
        assertThat(errors.getLast()).contains("which layers join reads");
    }

    @Test
    void aBlockComesInAJar() throws IOException {
        write(compiler(true).compile(Compiled.file(BLOCK)), name -> true);
        Compilation use = variant(USE);
        assertThat(use.errors()).isEmpty();
        assertThat(generated(use)).contains("\"a.left.weight\"", "\"a.right.weight\"");
    }

    @Test
    void aBlockWithoutNamesIsReportedWhereItIsUsed() throws IOException {
        write(compiler(true).compile(Compiled.file(BLOCK)), name -> !name.contains("Compiled"));
        List<String> errors = variant(USE).errors().stream()
                .map(error -> error.getMessage(Locale.ROOT))
                .toList();
        assertThat(errors).hasSize(2);
        assertThat(errors.getFirst())
                .contains("[castnet:parameter-names] the class file of nets.Doubled.Layers", "(in Doubled.right)");
    }

    private static Compiler compiler(boolean processor, String... options) {
        List<String> all = new ArrayList<>(List.of("-Xlint:-processing"));
        all.addAll(Arrays.asList(options));
        Compiler compiler = Compiler.javac().withOptions(all);
        return processor ? compiler.withProcessors(new CastnetProcessor()) : compiler;
    }

    private Compilation variant(String source) {
        return compiler(true).withClasspath(classPath()).compile(Compiled.file(source));
    }

    private List<File> classPath() {
        List<File> path = new ArrayList<>(List.of(classes.toFile()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(new File(entry));
        }
        return path;
    }

    private void write(Compilation compilation, Predicate<String> kept) throws IOException {
        assertThat(compilation.errors()).isEmpty();
        for (JavaFileObject file : compilation.generatedFiles()) {
            if (file.getKind() == JavaFileObject.Kind.CLASS && kept.test(file.getName())) {
                Path target = classes.resolve(file.getName().replaceFirst("^/?CLASS_OUTPUT/", ""));
                Files.createDirectories(target.getParent());
                try (InputStream in = file.openInputStream()) {
                    Files.copy(in, target);
                }
            }
        }
    }

    private static String generated(Compilation variant) throws IOException {
        return Stream.of("nets/CompiledVariant.java", "CompiledVariant.java")
                .flatMap(name -> variant.generatedFile(StandardLocation.SOURCE_OUTPUT, name).stream())
                .findFirst()
                .orElseThrow()
                .getCharContent(true)
                .toString();
    }
}
