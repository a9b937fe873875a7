package castnet.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.emit.CudaEmitter;
import castnet.processor.emit.GeneratedFile;
import castnet.processor.emit.Target;
import castnet.processor.graph.Graph;
import castnet.processor.plan.PlanResult;
import castnet.processor.plan.Planner;
import castnet.processor.plan.cuda.Arithmetic;
import castnet.runtime.gpu.GpuProgram;
import castnet.runtime.gpu.GpuTraining;
import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaFileObject;

/** What is generated for a network on GPUs: the class, compiled and loaded, and the CUDA C. */
record Generated(Class<?> type, Map<String, String> sources) {

    /** Emits and compiles networks, without a warning. */
    static List<Generated> of(List<Graph> nets, List<Arithmetic> arithmetics) throws Exception {
        List<JavaFileObject> classes = new ArrayList<>();
        List<Map<String, String>> sources = new ArrayList<>();
        for (int i = 0; i < nets.size(); i++) {
            Map<String, String> own = new HashMap<>();
            for (GeneratedFile file : CudaEmitter.emit(target(nets.get(i), "Net" + i), arithmetics.get(i))) {
                if (file.kind() == GeneratedFile.Kind.SOURCE) {
                    classes.add(JavaFileObjects.forSourceString("demo." + file.name(), file.text()));
                } else {
                    own.put(file.name(), file.text());
                }
            }
            sources.add(own);
        }
        Compilation compilation = Compiler.javac()
                .withOptions("--add-modules", "jdk.incubator.vector", "-Xlint:all,-incubating,-classfile", "-Werror")
                .compile(classes);
        assertThat(compilation.errors()).isEmpty();
        Loader loader = new Loader(compilation);
        List<Generated> all = new ArrayList<>();
        for (int i = 0; i < nets.size(); i++) {
            all.add(new Generated(loader.loadClass("demo.CompiledNet%dCuda".formatted(i)), sources.get(i)));
        }
        return all;
    }

    private static Target target(Graph graph, String name) {
        PlanResult.Planned planned = (PlanResult.Planned) Planner.plan(graph);
        return new Target("demo", name, "demo." + name, true, List.of(), graph, planned.plan());
    }

    /** Inference. */
    GpuProgram program() throws ReflectiveOperationException {
        return (GpuProgram) type.getMethod("program").invoke(null);
    }

    /** A step of training. */
    GpuTraining training() throws ReflectiveOperationException {
        return (GpuTraining) type.getMethod("training").invoke(null);
    }

    /** The CUDA C of inference. */
    String source() throws ReflectiveOperationException {
        return sources.getOrDefault(program().source(), "");
    }

    /** The CUDA C of training. */
    String trainingSource() throws ReflectiveOperationException {
        return sources.getOrDefault(training().source(), "");
    }

    /** Classes of a compilation. */
    private static final class Loader extends ClassLoader {
        private final Map<String, JavaFileObject> classes = new HashMap<>();

        Loader(Compilation compilation) {
            super(Generated.class.getClassLoader());
            for (JavaFileObject file : compilation.generatedFiles()) {
                String path = file.toUri().getPath();
                if (path.endsWith(".class")) {
                    String name = path.substring(path.indexOf("/demo/") + 1, path.length() - ".class".length());
                    classes.put(name.replace('/', '.'), file);
                }
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            JavaFileObject file = classes.get(name);
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            try (InputStream in = file.openInputStream()) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
