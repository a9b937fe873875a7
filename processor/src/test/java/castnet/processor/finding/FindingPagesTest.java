package castnet.processor.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every id has a page with cause, example and cure, and every page has an id. */
class FindingPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "findings");
    private static final String CONTENTS = "README.md";

    @Test
    void noPageWithoutId() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> !name.equals(CONTENTS)))
                    .containsExactlyInAnyOrderElementsOf(
                            ids().stream().map(id -> id + ".md").toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyIdHasAPage(FindingId id) throws IOException {
        String page = Files.readString(PAGES.resolve(id.id() + ".md"));
        String severity = id.severity() == Severity.ERROR ? "Error: " : "Warning: ";
        assertThat(page).startsWith("# " + id.id() + "\n\n" + severity);
        assertThat(page).contains("\n## Cause\n", "\n## Example\n", "```java\n", "\n## Cure\n");
        assertThat(page.contains("@SuppressWarnings(\"castnet:" + id.id() + "\")"))
                .isEqualTo(id.severity() == Severity.WARNING);
    }

    @Test
    void contentsNameEveryPage() throws IOException {
        String contents = Files.readString(PAGES.resolve(CONTENTS));
        assertThat(ids()).allMatch(id -> contents.contains("[%s](%s.md)".formatted(id, id)));
    }

    private static List<String> ids() {
        return Arrays.stream(FindingId.values()).map(FindingId::id).toList();
    }
}
