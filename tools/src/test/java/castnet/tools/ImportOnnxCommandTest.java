package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportOnnxCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Path model = Path.of("");

    @BeforeEach
    void export() throws IOException {
        Path weights = folder.resolve("speck.safetensors");
        Weights.initialize(new CompiledSpeck.Factory().info().parameters(), 1).write(weights);
        model = folder.resolve("my-speck.onnx");
        Cli.run("export-onnx", "Speck", "--weights", weights.toString(), "-o", model.toString())
                .done();
    }

    @Test
    void writesDeclarationAndWeightsOnce() throws IOException {
        String out = folder.resolve("out").toString();
        Cli.Result done = Cli.run("import-onnx", model.toString(), "--out", out, "--package", "demo");
        assertThat(done.done().out()).contains("MySpeck.java", "MySpeck.safetensors");
        assertThat(Files.readString(folder.resolve("out/MySpeck.java")))
                .startsWith("package demo;\n\nimport castnet.*;\n")
                .contains("public interface MySpeck {", "Tensor conv1();");
        Weights.read(folder.resolve("out/MySpeck.safetensors"))
                .requireMatch("MySpeck", new CompiledSpeck.Factory().info().parameters());
        Cli.Result again = Cli.run("import-onnx", model.toString(), "--out", out);
        assertThat(again.failed(1).err()).contains("exists already");
    }

    @Test
    void ofABrokenModelNothingIsWritten() throws IOException {
        byte[] bytes = Files.readAllBytes(model);
        Files.write(model, Arrays.copyOf(bytes, bytes.length / 2));
        Path out = folder.resolve("out");
        Cli.Result broken = Cli.run("import-onnx", model.toString(), "--out", out.toString());
        assertThat(broken.failed(1).err()).contains("not a sound ONNX file: byte");
        assertThat(out).doesNotExist();
    }

    @Test
    void unusableArgumentsAreNamed() {
        Cli.Result input = Cli.run("import-onnx", model.toString(), "--out", "out", "--input", "3x2");
        assertThat(input.failed(2).err()).contains("channels, height and width");
        Cli.Result name = Cli.run("import-onnx", model.toString(), "--out", "out", "--name", "a-b");
        assertThat(name.failed(2).err()).contains("a-b");
    }
}
