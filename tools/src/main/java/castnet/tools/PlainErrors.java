package castnet.tools;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what went wrong as a sentence; a stack trace only for what the authors must see. */
final class PlainErrors implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        command.getErr().println(command.getColorScheme().errorText("castnet: " + message(failure)));
        if (!isExpected(failure)) {
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
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
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
