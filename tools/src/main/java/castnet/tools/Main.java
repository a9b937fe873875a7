package castnet.tools;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command {@code castnet}. Exit codes: 0 done, 1 it could not be done (the reason is printed), 2 unusable arguments. */
@Command(
        name = "castnet",
        mixinStandardHelpOptions = true,
        version = "castnet 0.1.0",
        description = "Networks declared in Java, compiled to Java.",
        subcommands = {
            CompareCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with its error handling; separate from {@link #main} so that tests can run it. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new PlainErrors());
    }
}
