package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private static final List<String> COMMANDS = List.of(
            "compare",
            "study",
            "list",
            "describe",
            "draw",
            "search",
            "train",
            "evaluate",
            "predict",
            "bench",
            "convert",
            "export-onnx",
            "import-onnx");

    @Test
    void theCommandNamesItsCommandsAndExitCodes() {
        String help = Cli.run("--help").done().out();
        assertThat(help).contains(COMMANDS).contains("Exit codes:", "130");
        assertThat(Main.commandLine().getSubcommands().keySet())
                .containsAll(COMMANDS)
                .hasSize(COMMANDS.size() + 1);
        assertThat(Cli.run("--version").done().out()).startsWith("castnet ");
    }

    @ParameterizedTest
    @CsvSource({
        "compare,  '--data, --seeds, --epochs, --images, --threads, --report'",
        "list,     '--help'",
        "describe, 'NETWORK'",
        "train,    'NETWORK, --data, --normalize, --epochs, --batch, --rate, --checkpoint, --resume, --initial, --out'",
        "evaluate, 'NETWORK, --data, --weights, --threads'",
        "predict,  'IMAGE, NETWORK, --weights, --normalize, --classes, --top'",
        "search,   'NETWORK, --by, MEMORY, --against, --top, --measure, --max-macs, --max-params, --max-memory, --epochs, --report'",
        "bench,    'NETWORK, --threads, --batch, --seconds, --weights'",
        "export-onnx, 'NETWORK, --weights, --out'",
        "import-onnx, 'MODEL, --out, --name, --package, --output, --input'"
    })
    void everyCommandHasHelp(String command, String options) {
        String help = Cli.run(command, "--help").done().out();
        assertThat(help).startsWith("Usage: castnet " + command).contains(options.split(", "));
        assertThat(help).doesNotContain("${");
        assertThat(Cli.run("help", command).done().out()).isEqualTo(help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLIP", "COSINE", "ADAMW", "IMAGENET", "synthetic"})
    void choicesAreNamed(String choice) {
        assertThat(Cli.run("train", "--help").out()).contains(choice);
    }

    @Test
    void noCommandAtAllShowsTheCommands() {
        Cli.Result nothing = Cli.run();
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains(COMMANDS);
    }
}
