package castnet.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;

/** Sources compiled by javac with the real processor, and what it said about them. */
public final class Compiled {
    private final Compilation compilation;
    private final List<Said> unexpected = new ArrayList<>();

    /**
     * A finding as javac printed it.
     *
     * @param at the source from its position to the end of the line
     */
    private record Said(Diagnostic.Kind kind, String message, String at) {}

    private Compiled(Compilation compilation) {
        this.compilation = compilation;
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
            boolean matters = diagnostic.getKind() == Diagnostic.Kind.ERROR
                    || diagnostic.getMessage(Locale.ROOT).contains("[castnet:");
            if (matters) {
                // javac indents what follows the first line.
                String message = diagnostic.getMessage(Locale.ROOT).replace("\n  ", "\n");
                unexpected.add(new Said(diagnostic.getKind(), message, sourceAt(diagnostic)));
            }
        }
    }

    /** A network of 3×32×32 with these layers. */
    public static Compiled network(String layers) {
        return sources(interfaceOf("@Network(input = @Shape(channels = 3, height = 32, width = 32))", layers));
    }

    /** The source of an interface {@code Net} with these annotations and methods. */
    public static String interfaceOf(String annotations, String body) {
        return annotations + "\ninterface Net {\n" + body + "\n}";
    }

    /** Top-level types, each as source without package and imports. */
    public static Compiled sources(String... types) {
        return withOptions(List.of(), types);
    }

    /** As {@link #sources}, with options of the processor, e.g. {@code -Acastnet.summary=true}. */
    public static Compiled withOptions(List<String> options, String... types) {
        List<String> all = new ArrayList<>(List.of("-Xlint:-processing", "-implicit:none"));
        all.addAll(options);
        JavaFileObject[] files = Arrays.stream(types).map(Compiled::file).toArray(JavaFileObject[]::new);
        return new Compiled(Compiler.javac()
                .withOptions(all)
                .withProcessors(new CastnetProcessor(), new NetworkIndexProcessor())
                .compile(files));
    }

    /** A source file: package and imports are added in front of its first line. */
    public static JavaFileObject file(String type) {
        String name = type.replaceAll("(?s)^.*?\\b(?:interface|class|enum|record)\\s+(\\w+).*$", "$1");
        String head =
                "package nets; import castnet.*; import static castnet.StrideAt.*; import static castnet.Shortcut.*; ";
        return JavaFileObjects.forSourceString("nets." + name, head + type);
    }

    /** Demands an error that has these words, at a place that begins so. */
    public Compiled finds(String id, String words, String at) {
        return says(Diagnostic.Kind.ERROR, id, words, at);
    }

    /** Demands a warning that has these words, at a place that begins so. */
    public Compiled warns(String id, String words, String at) {
        return says(Diagnostic.Kind.WARNING, id, words, at);
    }

    private Compiled says(Diagnostic.Kind kind, String id, String words, String at) {
        for (Said said : unexpected) {
            if (said.kind() == kind
                    && said.message().startsWith("[castnet:" + id + "] ")
                    && said.message().contains(words)
                    && said.at().startsWith(at)) {
                unexpected.remove(said);
                return this;
            }
        }
        return fail("no %s %s “%s” at “%s” among %s", kind, id, words, at, unexpected);
    }

    /** Demands that nothing else was said. */
    public void nothingElse() {
        assertThat(unexpected).isEmpty();
    }

    /** What javac said that was not demanded yet. */
    public List<String> messages() {
        return unexpected.stream().map(Said::message).toList();
    }

    /** The compiler's notes that Castnet wrote, in order. */
    public List<String> notes() {
        return compilation.notes().stream()
                .map(note -> note.getMessage(Locale.ROOT).replace("\n  ", "\n"))
                .toList();
    }

    /** Paths of all files that were generated. */
    public List<String> files() {
        return compilation.generatedFiles().stream()
                .map(JavaFileObject::getName)
                .toList();
    }

    /** A file that was generated, as text. */
    public String generated(String path) {
        boolean source = path.endsWith(".java");
        JavaFileObject file = compilation
                .generatedFile(source ? StandardLocation.SOURCE_OUTPUT : StandardLocation.CLASS_OUTPUT, path)
                .orElseThrow(() -> new AssertionError("no " + path + " among " + compilation.generatedFiles()));
        try {
            return file.getCharContent(true).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The compilation. */
    public Compilation compilation() {
        return compilation;
    }

    private static String sourceAt(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject source = diagnostic.getSource();
        if (source == null || diagnostic.getLineNumber() == Diagnostic.NOPOS) {
            return "";
        }
        try {
            String line = source.getCharContent(true)
                    .toString()
                    .lines()
                    .skip(diagnostic.getLineNumber() - 1)
                    .findFirst()
                    .orElse("");
            return line.substring((int) Math.min(diagnostic.getColumnNumber() - 1, line.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
