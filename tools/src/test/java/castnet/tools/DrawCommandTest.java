package castnet.tools;

import static org.assertj.core.api.Assertions.assertThat;

import castnet.processor.report.DrawnLayer;
import castnet.runtime.NetworkRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class DrawCommandTest {
    @TempDir
    Path directory;

    @Test
    void pictureHatchesExactlyWhatNobodyReads() throws IOException, ParserConfigurationException, SAXException {
        Path file = directory.resolve("net.svg");
        Cli.run("draw", "StrideStudyConv1x1Projection", "--out", file.toString())
                .done();
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        List<DrawnLayer> layers = NetworkSummary.layers(NetworkRegistry.load().find("StrideStudyConv1x1Projection"));
        assertThat(count(svg, "box")).isEqualTo(layers.size());
        assertThat(count(svg, "waste"))
                .isEqualTo(layers.stream().filter(l -> l.needed() < 1).count())
                .isPositive();
        assertThat(count(svg, "lost"))
                .isEqualTo(layers.stream().filter(l -> l.unreadMacs() > 0).count())
                .isPositive();
        String text = Files.readString(file);
        assertThat(layers).allSatisfy(l -> assertThat(text).contains(">" + l.name() + "<tspan"));
        assertThat(text).doesNotContain("<script", "href=", "src=");
    }

    private static long count(Document svg, String style) {
        NodeList rectangles = svg.getElementsByTagName("rect");
        long found = 0;
        for (int i = 0; i < rectangles.getLength(); i++) {
            found += rectangles.item(i) instanceof Element e
                            && e.getAttribute("class").equals(style)
                    ? 1
                    : 0;
        }
        return found;
    }

    @Test
    void pageFoldsBlocks() throws IOException {
        Path file = directory.resolve("net.html");
        Cli.run("draw", "ResNet50V1", "--out", file.toString()).done();
        String page = Files.readString(file);
        assertThat(page)
                .contains(
                        "<summary>layer1.2 <span class=\"legend\">10 layers → 256×56×56, 218.4 M MACs, 57 % of them for what nobody reads")
                .contains("3,857,973,248 multiply-adds per image, of which 375,717,888 are for what nobody reads")
                .doesNotContain("http://", "https://", "<details open>");
        assertThat(page.split("<details>", -1)).hasSize(1 + 16);
        Path small = directory.resolve("small.html");
        Cli.run("draw", "LeNet5", "--out", small.toString()).done();
        assertThat(Files.readString(small)).contains(">fc3<tspan").doesNotContain("nobody reads</span>");
    }

    @Test
    void measuredTimeIsAThirdBarAndARoofline() throws IOException {
        Path plain = directory.resolve("plain.html");
        Cli.run("draw", "Speck", "--out", plain.toString()).done();
        assertThat(Files.readString(plain)).contains("class=\"bar1\"").doesNotContain("class=\"bar2\"", "Roofline");
        Path timed = directory.resolve("timed.html");
        Cli.run("draw", "Speck", "--time", "--seconds", "0.2", "--out", timed.toString())
                .done();
        String page = Files.readString(timed);
        assertThat(page)
                .contains("class=\"bar2\"", "<h2>Roofline</h2>", "class=\"roof\"")
                .containsPattern("conv1: [0-9.]+ GFLOP/s");
        assertThat(page.split("class=\"bar2\"", -1)).hasSizeGreaterThan(3);
    }

    @Test
    void placeThatDoesNotExist() {
        String err = Cli.run(
                        "draw",
                        "LeNet5",
                        "--out",
                        directory.resolve("no/net.html").toString())
                .failed(2)
                .err();
        assertThat(err).contains("--out", "does not exist");
    }
}
