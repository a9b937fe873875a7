package castnet.processor.accepts;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.CastnetProcessor;
import castnet.processor.Compiled;
import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

/** A network that extends what another processor is yet to write. */
class LaterRoundTest {

    @Test
    void waitsForTheOtherProcessor() {
        Compilation compilation = Compiler.javac()
                .withOptions("-Xlint:-processing")
                .withProcessors(new CastnetProcessor(), new WritesBase())
                .compile(Compiled.file("@Network interface Net extends Base { @Linear(out = 2) Tensor fc(); }"));
        assertThat(compilation.errors()).isEmpty();
        assertThat(compilation.generatedSourceFiles())
                .anyMatch(file -> file.getName().endsWith("CompiledNet.java"))
                .anyMatch(file -> file.getName().endsWith("CompiledBase.java"));
    }

    private static final class WritesBase extends AbstractProcessor {
        private boolean done;

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return Set.of("*");
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!done) {
                done = true;
                try (Writer writer =
                        processingEnv.getFiler().createSourceFile("nets.Base").openWriter()) {
                    writer.write(
                            "package nets; import castnet.*; @Network(input = @Shape(channels = 3)) interface Base "
                                    + "{ @Linear(out = 4) Tensor first(); }");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return false;
        }
    }
}
