package castnet.processor.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A network as a page: its blocks, each with its totals, to be opened for the layers inside; and as one picture. */
public final class DrawPage {
    private final String network;
    private final List<DrawnLayer> layers;
    private final List<String> sections;
    private final GraphDrawing.Scale scale;

    /**
     * A page on a network with these layers.
     *
     * @param sections elements of HTML that follow the picture
     */
    public DrawPage(String network, List<DrawnLayer> layers, List<String> sections) {
        this.network = network;
        this.layers = List.copyOf(layers);
        this.sections = List.copyOf(sections);
        this.scale = GraphDrawing.Scale.of(layers);
    }

    /** All layers in one picture, without a script or a style from elsewhere. */
    public String svg() {
        return new GraphDrawing(layers, scale).file(network);
    }

    /** The page; blocks of more than a few are closed at first. */
    public String html() {
        long macs = layers.stream().mapToLong(DrawnLayer::macs).sum();
        long unread = layers.stream().mapToLong(DrawnLayer::unreadMacs).sum();
        long parameters = layers.stream().mapToLong(DrawnLayer::parameters).sum();
        StringBuilder out = new StringBuilder(Html.begin(network));
        out.append("<style>").append(GraphDrawing.STYLE).append("</style>\n");
        out.append(String.format(
                Locale.ROOT,
                "<p>%,d layers, %,d parameters, %,d multiply-adds per image%s. A box is a layer's output: height its rows, width its "
                        + "channels, hatched what nobody reads; the bars are what it costs. Point at a layer for more.</p>%n",
                layers.size(),
                parameters,
                macs,
                unread == 0 ? "" : String.format(Locale.ROOT, ", of which %,d are for what nobody reads", unread)));
        List<List<DrawnLayer>> blocks = blocks();
        boolean open = layers.size() <= 80;
        for (List<DrawnLayer> block : blocks) {
            String name = block.getFirst().block();
            String drawing = new GraphDrawing(block, scale).svg(name.isEmpty() ? network : name);
            if (name.isEmpty()) {
                out.append(drawing);
            } else {
                out.append("<details%s><summary>%s</summary>%s</details>\n"
                        .formatted(open ? " open" : "", summary(name, block), drawing));
            }
        }
        sections.forEach(out::append);
        return out.append("</body></html>\n").toString();
    }

    private static String summary(String name, List<DrawnLayer> block) {
        long macs = block.stream().mapToLong(DrawnLayer::macs).sum();
        long unread = block.stream().mapToLong(DrawnLayer::unreadMacs).sum();
        return String.format(
                Locale.ROOT,
                "%s <span class=\"legend\">%d layers → %s, %s MACs%s</span>",
                Html.escape(name),
                block.size(),
                block.getLast().shape(),
                GraphDrawing.count(macs),
                unread == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %.0f %% of them for what nobody reads", 100.0 * unread / macs));
    }

    /** Layers that follow each other and belong to the same block. */
    private List<List<DrawnLayer>> blocks() {
        List<List<DrawnLayer>> blocks = new ArrayList<>();
        for (DrawnLayer layer : layers) {
            boolean same =
                    !blocks.isEmpty() && blocks.getLast().getLast().block().equals(layer.block());
            if (!same) {
                blocks.add(new ArrayList<>());
            }
            blocks.getLast().add(layer);
        }
        return blocks;
    }
}
