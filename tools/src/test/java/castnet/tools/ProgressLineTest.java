package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter text = new StringWriter();

    @Test
    void aFileGetsALineNowAndThen() {
        ProgressLine line = new ProgressLine(new PrintWriter(text), false);
        line.show(1, 4, "first");
        line.show(2, 4, "too soon");
        line.clear();
        assertThat(text.toString()).matches("\\[█{7}·{21}]  25 %  first\\R");
    }

    @Test
    void aTerminalsLineIsWrittenOverAndRemoved() {
        ProgressLine line = new ProgressLine(new PrintWriter(text), true);
        line.show(4, 4, "all");
        line.clear();
        String shown = "[" + "█".repeat(28) + "] 100 %  all";
        assertThat(text).hasToString("\r" + shown + "\r" + " ".repeat(shown.length()) + "\r");
    }

    @Test
    void nothingAtAllIsNoDivision() {
        new ProgressLine(new PrintWriter(text), false).show(0, 0, "empty");
        assertThat(text.toString()).contains("  0 %  empty");
    }
}
