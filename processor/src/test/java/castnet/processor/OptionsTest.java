package castnet.processor;

import static castnet.processor.Compiled.interfaceOf;
import static castnet.processor.Compiled.sources;
import static castnet.processor.Compiled.withOptions;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class OptionsTest {
    private static final String INPUT = "input = @Shape(channels = 8, height = 8, width = 8)";
    private static final String LAYERS =
            "@Bottleneck(width = 2, repeat = 1) Tensor a();\n@Bottleneck(width = 4, stride = 2, at = CONV1x1) Tensor b();\n@GlobalAvgPool Tensor c();";

    @Test
    void dumpOfOnePassTellsWhatItDid() {
        List<String> notes = withOptions(
                        List.of("-Acastnet.dump=DeadWorkRemoval"),
                        net("@SuppressWarnings(\"castnet:unread-activations\")", ""))
                .notes();
        assertThat(notes).hasSize(1);
        assertThat(notes.getFirst())
                .startsWith("after DeadWorkRemoval: graph Net(%0 input 8×8×8)")
                .contains("DeadWorkRemoval fired a.0.conv2: 4×4 of 8×8 pixels are computed");
    }

    @Test
    void dumpOfAllPassesBeginsWithTheDeclaration() {
        List<String> notes =
                withOptions(List.of("-Acastnet.dump=all"), net("", "")).notes();
        assertThat(notes.getFirst()).startsWith("before all passes: graph Net");
        assertThat(notes)
                .anyMatch(n -> n.startsWith("after EpilogueFusion: "))
                .anyMatch(n -> n.startsWith("after Differentiation: "));
    }

    @Test
    void summaryIsPrinted() {
        assertThat(withOptions(List.of("-Acastnet.summary=true"), net("", "")).notes())
                .singleElement()
                .asString()
                .startsWith("Net: 8×8×8 → 16×1×1\n")
                .contains("inference computes ")
                .contains("DeadWorkRemoval, a.0.conv2: 4×4 of 8×8 pixels are computed");
    }

    /** A page that a browser shows without anything from elsewhere: picture, rewrites, table. */
    @Test
    void reportIsAPageBesideTheClass() throws IOException, ParserConfigurationException, SAXException {
        String page =
                withOptions(List.of("-Acastnet.report=true"), net("", "")).generated("nets/CompiledNet.report.html");
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("<title>Net</title>")
                .contains("10,240 multiply-adds per image, of which 2,496 are for what nobody reads")
                .contains(
                        "<h2>Rewrites</h2>\n<p>Inference computes 7,744 multiply-adds, 2,496 fewer than declared:</p>")
                .contains("<li><code>DeadWorkRemoval</code>, a.0.conv2: 4×4 of 8×8 pixels are computed")
                .contains("Net: 8×8×8 → 16×1×1\n")
                .doesNotContain("<script", "src=", "href=", "http://", "https://");
        String drawing = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(drawing)));
        assertThat(svg.getElementsByTagName("circle").getLength()).isPositive();
        assertThat(page)
                .isEqualTo(withOptions(List.of("-Acastnet.report=true"), net("", ""))
                        .generated("nets/CompiledNet.report.html"));
    }

    @Test
    void nothingIsPrintedOrDrawnUnasked() {
        Compiled plain = sources(net("", ""));
        assertThat(plain.notes()).isEmpty();
        assertThat(plain.files()).noneMatch(name -> name.endsWith(".html"));
    }

    @Test
    void skipUnreadCanBeTurnedOff() {
        String plain = sources(net("", ", skipUnread = false")).generated("nets/CompiledNet.summary.json");
        assertThat(plain).contains("\"macs\": 10240,\n  \"inferenceMacs\": 10240");
        String skipping = sources(net("", "")).generated("nets/CompiledNet.summary.json");
        assertThat(skipping).contains("\"macs\": 10240,\n  \"inferenceMacs\": 7744");
    }

    @Test
    void winogradCanBeTurnedOff() {
        String layers = "@Conv(out = 16, kernel = 3) Tensor a(); @Conv(out = 16, kernel = 3) Tensor b();";
        String fast =
                sources(interfaceOf("@Network(" + INPUT + ")", layers)).generated("nets/CompiledNet.summary.json");
        assertThat(fast).contains("\"kernel\": \"ConvWinogradF4\"");
        String direct = sources(interfaceOf("@Network(" + INPUT + ", winograd = false)", layers))
                .generated("nets/CompiledNet.summary.json");
        assertThat(direct).contains("\"kernel\": \"ConvRows3\"").doesNotContain("Winograd");
    }

    @Test
    void warningsCanBeErrors() {
        withOptions(List.of("-Acastnet.warn=unread-activations=error"), net("", ""))
                .finds("unread-activations", "b.0.conv1 (1×1 convolution, stride 2)", "CONV1x1)")
                .nothingElse();
        withOptions(List.of("-Acastnet.warn=unused-layer=error,all=error"), net("", ""))
                .finds("unread-activations", "b.0.conv1", "CONV1x1)")
                .nothingElse();
        withOptions(List.of("-Acastnet.warn=unused-layer=error"), net("", ""))
                .warns("unread-activations", "b.0.conv1", "CONV1x1)")
                .nothingElse();
        withOptions(List.of("-Acastnet.warn=all=error"), net("@SuppressWarnings(\"castnet:unread-activations\")", ""))
                .nothingElse();
    }

    @Test
    void unknownValuesAreFoundOnce() {
        withOptions(
                        List.of(
                                "-Acastnet.dump=DeadWork",
                                "-Acastnet.summary=yes",
                                "-Acastnet.warn=unread=error",
                                "-Acastnet.cuda=sm_80",
                                "-Acastnet.cuda.arithmetic=fp8"),
                        net("", ""))
                .finds("option", "BatchNormFolding, DeadNodeRemoval, DeadWorkRemoval, Differentiation,", "")
                .finds("option", "-Acastnet.summary: expected one of true, false; found 'yes'", "")
                .finds("option", "-Acastnet.cuda.arithmetic: expected one of fp32, tf32, bf16; found 'fp8'", "")
                .finds("option", "-Acastnet.cuda: expected one of false, true, fatbin; found 'sm_80'", "")
                .finds("option", "unread-activations=error, unread-border=error; found 'unread=error'", "")
                .warns("unread-activations", "b.0.conv1", "CONV1x1)")
                .nothingElse();
    }

    private static String net(String annotations, String attributes) {
        return interfaceOf(annotations + "@Network(" + INPUT + attributes + ")", LAYERS);
    }
}
