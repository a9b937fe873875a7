package castnet.tools;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The command {@code castnet}. */
@Command(
        name = "castnet",
        mixinStandardHelpOptions = true,
        version = "castnet 0.1.0",
        description = "Networks declared in Java, compiled to Java.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:Done.",
            "  1:It could not be done; the reason is printed.",
            "  2:Unusable arguments.",
            "130:Stopped by Ctrl-C (143: told to end); train leaves its checkpoint first."
        },
        subcommands = {
            CompareCommand.class,
            StudyCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            DrawCommand.class,
            SearchCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            BenchCommand.class,
            ConvertCommand.class,
            ExportOnnxCommand.class,
            ImportOnnxCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // Numbers look the same on every machine; an SVG would be wrong with another locale's digits.
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(args));
    }

    /** The command line with its error handling; separate from {@link #main} so that tests can run it. */
    static CommandLine commandLine() {
        PlainErrors errors = new PlainErrors();
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(Main::run);
    }

    // Errors pass picocli by; that the memory is too small is for the user to know.
    private static int run(ParseResult arguments) {
        try {
            return new RunLast().execute(arguments);
        } catch (OutOfMemoryError e) {
            String message =
                    "not enough memory: Java may use %,d MiB; take a smaller --batch or fewer --threads, or allow more, e.g. CASTNET_JAVA_OPTS=-Xmx8g"
                            .formatted(Runtime.getRuntime().maxMemory() >> 20);
            throw new ExecutionException(
                    arguments.commandSpec().commandLine(), message, new IllegalStateException(message, e));
        }
    }
}
