package castnet.processor.rejects;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.Compiled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written, the processor answers with findings (or leaves it to javac) and never fails. */
class RandomDeclarationsTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void neverFails(long seed) {
        RandomDeclarations declarations = new RandomDeclarations(seed);
        for (int i = 0; i < 12; i++) {
            String source = declarations.source("Net");
            String block = declarations.block();
            List<String> messages = Compiled.sources(source, block).messages();
            assertThat(messages)
                    .as(source + block)
                    .noneMatch(message -> message.contains("[castnet:internal]"))
                    .noneMatch(message -> message.contains("CompiledNet"));
        }
    }

    /** The draw covers both: sources that compile and such that do not. */
    @Test
    void someAreFine() {
        RandomDeclarations declarations = new RandomDeclarations(99);
        int fine = 0;
        int found = 0;
        for (int i = 0; i < 60; i++) {
            List<String> messages = Compiled.sources(declarations.source("Net"), declarations.block())
                    .messages();
            fine += messages.isEmpty() ? 1 : 0;
            found += messages.stream().anyMatch(message -> message.startsWith("[castnet:")) ? 1 : 0;
        }
        assertThat(fine).isPositive();
        assertThat(found).isGreaterThan(10);
    }
}
