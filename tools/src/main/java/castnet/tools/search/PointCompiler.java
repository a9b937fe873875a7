package castnet.tools.search;

import castnet.runtime.NetworkFactory;
import castnet.tools.report.SearchedPoint;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes networks of points of a sweep. Those that were emitted are on the class path already; for each other one a variant
 * with a sweep of that single point is written into a temporary folder and compiled there, by the JDK's javac with
 * Castnet's processor from the class path. The networks can be used until this is closed.
 */
public final class PointCompiler implements AutoCloseable {
    private static final String PROCESSOR = "castnet.processor.CastnetProcessor";

    private final SweepTable table;
    private final Path folder;
    private final URLClassLoader loader;

    /** For the points of one sweep. */
    public PointCompiler(SweepTable table) throws IOException {
        this.table = table;
        this.folder = Files.createTempDirectory("castnet-search");
        this.loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, table.network().getClass().getClassLoader());
    }

    /**
     * The networks of some points, in their order; to be called once.
     *
     * @throws IOException if there is no compiler or no processor, or a variant does not compile
     */
    public List<NetworkFactory> compile(List<SearchedPoint> points) throws IOException {
        List<Path> sources = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (SearchedPoint point : points) {
            if (table.emitted().contains(point.name())) {
                classes.add(inPackage("Compiled" + point.name()));
            } else {
                String variant = "Searched" + sources.size();
                Path source = folder.resolve(variant + ".java");
                Files.writeString(source, source(variant, point));
                sources.add(source);
                classes.add(inPackage("Compiled" + variant + suffix(point)));
            }
        }
        if (!sources.isEmpty()) {
            javac(sources);
        }
        List<NetworkFactory> networks = new ArrayList<>();
        for (String name : classes) {
            networks.add(load(name));
        }
        return networks;
    }

    private String inPackage(String name) {
        return table.packageName().isEmpty() ? name : table.packageName() + "." + name;
    }

    // A point's name is that of the network and what the point adds to it.
    private String suffix(SearchedPoint point) {
        String own = table.network().info().className();
        return point.name().substring(own.length() - inPackage("Compiled").length());
    }

    private String source(String variant, SearchedPoint point) {
        String residual = point.values().entrySet().stream()
                .filter(value -> !value.getKey().contains("."))
                .map(value -> value.getKey()
                        + (value.getKey().equals("at") ? " = castnet.StrideAt." : " = castnet.Shortcut.")
                        + value.getValue()
                        + ", ")
                .collect(Collectors.joining());
        String axes = point.values().entrySet().stream()
                .filter(value -> value.getKey().contains("."))
                .map(PointCompiler::axis)
                .collect(Collectors.joining(", "));
        String head = table.packageName().isEmpty() ? "" : "package " + table.packageName() + ";\n";
        return head
                + "@castnet.Sweep(%saxes = {%s})\npublic interface %s extends %s {}\n"
                        .formatted(residual, axes, variant, table.declaration().replace('$', '.'));
    }

    private static String axis(Map.Entry<String, String> value) {
        return "@castnet.Axis(of = \"%s\", values = \"%s\")".formatted(value.getKey(), value.getValue());
    }

    private void javac(List<Path> sources) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new IOException(
                    "points are compiled before they are measured, and this Java has no compiler: run on a JDK, "
                            + "or name the points in @Sweep(emit = …)");
        }
        Processor processor = ServiceLoader.load(Processor.class).stream()
                .filter(provider -> provider.type().getName().equals(PROCESSOR))
                .findFirst()
                .map(ServiceLoader.Provider::get)
                .orElseThrow(() -> new IOException(
                        "points are compiled before they are measured, and castnet-processor is not on the class path: add it, "
                                + "or name the points in @Sweep(emit = …)"));
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    new StringWriter(),
                    files,
                    diagnostics,
                    List.of("-classpath", System.getProperty("java.class.path"), "-d", folder.toString(), "-nowarn"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(processor));
            if (!task.call()) {
                String first = diagnostics.getDiagnostics().stream()
                        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                        .map(d -> d.getMessage(Locale.ROOT))
                        .findFirst()
                        .orElse("javac does not say why");
                throw new IOException("a point of %s does not compile: %s".formatted(table.declaration(), first));
            }
        }
    }

    private NetworkFactory load(String name) throws IOException {
        try {
            return Class.forName(name + "$Factory", true, loader)
                    .asSubclass(NetworkFactory.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IOException("the class %s of a point is missing or cannot be used: %s".formatted(name, e), e);
        }
    }

    /** Deletes what was compiled. */
    @Override
    public void close() throws IOException {
        loader.close();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
