package castnet.tools;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what went wrong as a sentence; a stack trace only for what the authors must see. */
final class PlainErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        print(command, message(failure));
        UnmatchedArgumentException.printSuggestions(failure, err);
        if (arguments.length == 0) {
            command.usage(err, command.getColorScheme());
        } else {
            err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        print(command, message(failure));
        if (!isExpected(failure)) {
            failure.printStackTrace(command.getErr());
        }
        return failure.getClass() == IllegalArgumentException.class
                ? command.getCommandSpec().exitCodeOnInvalidInput()
                : command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println(command.getColorScheme().errorText("castnet: " + message));
    }

    private static boolean isExpected(Exception failure) {
        return failure instanceof IOException
                || (failure instanceof RuntimeException && failure.getMessage() != null && isOurs(failure));
    }

    // Exceptions of our own packages, and the two that say that an argument or a state does not fit.
    private static boolean isOurs(Exception failure) {
        return failure.getClass().getPackageName().startsWith("castnet.")
                || failure.getClass() == IllegalArgumentException.class
                || failure.getClass() == IllegalStateException.class;
    }

    private static String message(Exception failure) {
        if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
            return "there is no file " + failure.getMessage();
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission for " + failure.getMessage();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
