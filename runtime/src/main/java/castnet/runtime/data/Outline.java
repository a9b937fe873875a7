package castnet.runtime.data;

/** A shape about the origin, as large as the unit circle: the distance to its border, negative inside. */
interface Outline {
    /** Distance from (u, v) to the border, negative inside; exact near the border. */
    double distance(double u, double v);

    /** A disc. */
    static Outline disc() {
        return (u, v) -> length(u, v) - 0.95;
    }

    /** A disc with a hole. */
    static Outline ring() {
        return (u, v) -> Math.abs(length(u, v) - 0.76) - 0.23;
    }

    /** A disc out of which a shifted disc is cut. */
    static Outline crescent() {
        return (u, v) -> Math.max(length(u, v) - 1, 0.78 - length(u - 0.5, v));
    }

    /** Parallel bars, cut off by a circle. */
    static Outline grating() {
        return (u, v) -> {
            double period = 0.58;
            double phase = v / period - Math.floor(v / period);
            return Math.max(length(u, v) - 1, 0.16 - Math.abs(phase - 0.5) * period);
        };
    }

    private static double length(double u, double v) {
        return Math.sqrt(u * u + v * v);
    }

    /** A regular polygon; the first corner lies on the u axis. */
    static Outline regular(int corners, double radius) {
        return star(corners, radius, radius);
    }

    /** Corners in turn at two radii: {@code points} of them if both are equal, else twice as many. */
    static Outline star(int points, double outer, double inner) {
        int corners = outer == inner ? points : 2 * points;
        double[] u = new double[corners];
        double[] v = new double[corners];
        for (int i = 0; i < corners; i++) {
            double radius = i % 2 == 0 ? outer : inner;
            double angle = 2 * Math.PI * i / corners;
            u[i] = radius * StrictMath.cos(angle);
            v[i] = radius * StrictMath.sin(angle);
        }
        return new Polygon(u, v);
    }

    /** Two crossed bars. */
    static Outline cross() {
        double a = 0.98;
        double b = 0.31;
        return new Polygon(
                new double[] {a, a, b, b, -b, -b, -a, -a, -b, -b, b, b},
                new double[] {-b, b, b, a, a, b, b, -b, -b, -a, -a, -b});
    }

    /** A shaft with a head. */
    static Outline arrow() {
        return new Polygon(
                new double[] {1.05, 0.15, 0.15, -1, -1, 0.15, 0.15},
                new double[] {0, 0.75, 0.24, 0.24, -0.24, -0.24, -0.75});
    }

    /** Any simple polygon. */
    final class Polygon implements Outline {
        private final double[] u;
        private final double[] v;

        Polygon(double[] u, double[] v) {
            this.u = u;
            this.v = v;
        }

        @Override
        public double distance(double x, double y) {
            double nearest = Double.MAX_VALUE;
            boolean inside = false;
            for (int i = 0, j = u.length - 1; i < u.length; j = i++) {
                double edgeU = u[j] - u[i];
                double edgeV = v[j] - v[i];
                double du = x - u[i];
                double dv = y - v[i];
                double along = (du * edgeU + dv * edgeV) / (edgeU * edgeU + edgeV * edgeV);
                double t = Math.max(0, Math.min(1, along));
                double restU = du - edgeU * t;
                double restV = dv - edgeV * t;
                nearest = Math.min(nearest, restU * restU + restV * restV);
                if (v[i] > y != v[j] > y && (du - edgeU * (dv / edgeV) < 0)) {
                    inside = !inside;
                }
            }
            return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
        }
    }
}
