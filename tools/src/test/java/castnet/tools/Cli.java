package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs a command in this JVM. */
final class Cli {
    private Cli() {}

    /** What a command left. */
    record Result(int code, String out, String err) {
        /** It did what it should, and complained of nothing. */
        Result done() {
            assertThat(err.lines().filter(line -> !line.startsWith("["))).isEmpty();
            assertThat(code).isZero();
            return this;
        }

        /** It could not, and says why in one paragraph. */
        Result failed(int expectedCode) {
            assertThat(code).as(err).isEqualTo(expectedCode);
            assertThat(err.lines().filter(line -> !line.startsWith("[")).findFirst())
                    .hasValueSatisfying(line -> assertThat(line).startsWith("castnet: "));
            assertThat(err).doesNotContain("\tat ", "\n\n", "Exception");
            return this;
        }
    }

    static Result run(List<String> arguments) {
        return run(arguments.toArray(String[]::new));
    }

    static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }
}
