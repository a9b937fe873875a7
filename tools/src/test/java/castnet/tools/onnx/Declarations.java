package castnet.tools.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.runtime.NetworkFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Declarations compiled by javac with the processor, and loaded. */
final class Declarations implements AutoCloseable {
    private final URLClassLoader classes;

    private Declarations(URLClassLoader classes) {
        this.classes = classes;
    }

    /** Compiles sources by type name, all in the unnamed package, into a folder. */
    static Declarations compile(Path folder, Map<String, String> sources) {
        try {
            List<Path> files = new ArrayList<>();
            for (Map.Entry<String, String> source : sources.entrySet()) {
                files.add(Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue()));
            }
            JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
            StringWriter said = new StringWriter();
            try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
                // By name: compiling against the processor's classes would ask for its own dependencies.
                List<String> options = List.of(
                        "-d",
                        folder.toString(),
                        "-parameters",
                        "-nowarn",
                        "-Xlint:-processing",
                        "-processorpath",
                        System.getProperty("java.class.path"),
                        "-processor",
                        "castnet.processor.CastnetProcessor,castnet.processor.NetworkIndexProcessor");
                JavaCompiler.CompilationTask task =
                        javac.getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files));
                assertThat(task.call()).as(said.toString()).isTrue();
            }
            URL[] urls = {folder.toUri().toURL()};
            return new Declarations(new URLClassLoader(urls, Declarations.class.getClassLoader()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The network of a declaration. */
    NetworkFactory network(String type) {
        try {
            return (NetworkFactory) classes.loadClass("Compiled" + type + "$Factory")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type, e);
        }
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
