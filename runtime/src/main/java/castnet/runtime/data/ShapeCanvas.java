package castnet.runtime.data;

/**
 * A small colour picture that is drawn with plain arithmetic, so that its bits are the same on every machine: only +, −, ×, ÷
 * and square roots of {@code double}, and {@link StrictMath}. Colours are red, green and blue from 0 to 255. Not thread-safe.
 */
final class ShapeCanvas {
    /** Rows and columns. */
    static final int SIDE = 32;

    private static final int PLANE = SIDE * SIDE;

    private final double[] planes = new double[3 * PLANE];

    /** A linear run from one colour to another, across the whole picture. */
    void background(double[] from, double[] to, double angle) {
        double cos = StrictMath.cos(angle) / SIDE;
        double sin = StrictMath.sin(angle) / SIDE;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                double t = 0.5 + (x - SIDE / 2.0) * cos + (y - SIDE / 2.0) * sin;
                double share = Math.max(0, Math.min(1, t));
                for (int c = 0; c < 3; c++) {
                    planes[c * PLANE + y * SIDE + x] = from[c] + (to[c] - from[c]) * share;
                }
            }
        }
    }

    /** A straight line with round ends. */
    void line(Line line, double[] colour, double opacity) {
        double halfWidth = line.halfWidth();
        double x0 = line.x0();
        double y0 = line.y0();
        double dx = line.x1() - x0;
        double dy = line.y1() - y0;
        double square = dx * dx + dy * dy + 1e-9;
        int top = first(Math.min(y0, line.y1()) - halfWidth);
        int bottom = last(Math.max(y0, line.y1()) + halfWidth);
        int left = first(Math.min(x0, line.x1()) - halfWidth);
        int right = last(Math.max(x0, line.x1()) + halfWidth);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double t = Math.max(0, Math.min(1, (px * dx + py * dy) / square));
                double rx = px - t * dx;
                double ry = py - t * dy;
                blend(x, y, colour, opacity * coverage(Math.sqrt(rx * rx + ry * ry) - halfWidth));
            }
        }
    }

    /**
     * A filled outline.
     *
     * @param outline the shape about the origin
     * @param place where, how large and how turned
     * @param fill its colours
     */
    void shape(Outline outline, Placement place, Fill fill) {
        double reach = place.reach();
        int top = first(place.y() - reach);
        int bottom = last(place.y() + reach);
        int left = first(place.x() - reach);
        int right = last(place.x() + reach);
        double[] colour = new double[3];
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double u = place.u(x + 0.5, y + 0.5);
                double v = place.v(x + 0.5, y + 0.5);
                double share = coverage(outline.distance(u, v) * place.radius());
                if (share > 0) {
                    fill.colour(u, v, colour);
                    blend(x, y, colour, share);
                }
            }
        }
    }

    /** Share of a pixel that lies inside a border at this distance, in pixels. */
    private static double coverage(double distance) {
        return Math.max(0, Math.min(1, 0.5 - distance));
    }

    private static int first(double at) {
        return (int) Math.max(0, Math.floor(at - 1));
    }

    private static int last(double at) {
        return (int) Math.min(SIDE - 1, Math.ceil(at + 1));
    }

    private void blend(int x, int y, double[] colour, double share) {
        if (share > 0) {
            for (int c = 0; c < 3; c++) {
                int at = c * PLANE + y * SIDE + x;
                planes[at] += (colour[c] - planes[at]) * share;
            }
        }
    }

    /** Adds triangular noise up to {@code amplitude} each way and rounds to bytes, CHW. */
    byte[] bytes(SplitMix random, double amplitude) {
        byte[] bytes = new byte[planes.length];
        for (int i = 0; i < bytes.length; i += 3) {
            long bits = random.next();
            for (int k = 0; k < 3; k++) {
                int sum = (int) (bits & 1023) + (int) (bits >>> 10 & 1023) - 1023;
                bits >>>= 20;
                double value = planes[i + k] + amplitude * sum / 1023;
                bytes[i + k] = (byte) (int) Math.max(0, Math.min(255, value + 0.5));
            }
        }
        return bytes;
    }

    /** A line from one point to another, in pixels. */
    record Line(double x0, double y0, double x1, double y1, double halfWidth) {}

    /**
     * Where a shape stands: turned, stretched along its own axes, and scaled.
     *
     * @param x centre in pixels
     * @param y centre in pixels
     * @param radius pixels per unit
     * @param cos cosine of the angle
     * @param sin sine of the angle
     * @param stretch factor along u, its inverse along v
     */
    record Placement(double x, double y, double radius, double cos, double sin, double stretch) {
        static Placement of(double x, double y, double radius, double angle, double stretch) {
            return new Placement(x, y, radius, StrictMath.cos(angle), StrictMath.sin(angle), stretch);
        }

        double reach() {
            return 1.1 * radius * Math.max(stretch, 1 / stretch);
        }

        double u(double px, double py) {
            return ((px - x) * cos + (py - y) * sin) / (radius * stretch);
        }

        double v(double px, double py) {
            return ((py - y) * cos - (px - x) * sin) / radius * stretch;
        }
    }

    /** Colours of a shape, given in its own coordinates. */
    interface Fill {
        void colour(double u, double v, double[] colour);
    }
}
