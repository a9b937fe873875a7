package castnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

class NvccTest {
    private static final String NETWORK = Compiled.interfaceOf(
            "@Network(input = @Shape(channels = 3, height = 5, width = 5))",
            "@Conv(out = 9, kernel = 3) Tensor a(); @GlobalAvgPool @Linear(out = 2) Tensor b();");

    /** Machine code where there is a compiler, and otherwise a word that there is none; the network is compiled either way. */
    @Test
    void machineCodeLiesBesideTheSource() {
        Compiled compiled = Compiled.withOptions(List.of("-Acastnet.cuda=fatbin"), NETWORK);
        compiled.nothingElse();
        assertThat(compiled.generated("nets/CompiledNet.cu")).contains("conv3x3_3x5x5_to_9x5x5(");
        Optional<JavaFileObject> code =
                compiled.compilation().generatedFile(StandardLocation.CLASS_OUTPUT, "nets/CompiledNet.fatbin");
        if (code.isPresent()) {
            assertThat(compiled.notes()).isEmpty();
        } else {
            assertThat(compiled.notes())
                    .containsExactly("CompiledNet.fatbin is not written: there is no nvcc on the path");
        }
        assertThat(code.isPresent()).isEqualTo(Nvcc.fatbin("") != null);
    }

    @Test
    void nothingIsWrittenUnasked() {
        assertThat(Compiled.sources(NETWORK).compilation().generatedFiles())
                .noneMatch(file ->
                        file.getName().contains("Cuda") || file.getName().endsWith(".cu"));
    }
}
