package castnet.tools;

import java.io.PrintWriter;

/** Prints what each step of a network takes, beside what the machine could do. */
final class LayerTable {
    private LayerTable() {}

    static void print(PrintWriter out, String network, LayerTimes times, Roofline roof) {
        int name = times.steps().stream().mapToInt(s -> s.name().length()).max().orElse(0);
        int kernel =
                times.steps().stream().mapToInt(s -> s.kernel().length()).max().orElse(0);
        name = Math.max(name, "copies and the rest".length());
        out.printf(
                "%n%s, step by step, one image; the machine: %.1f GFLOP/s, %.1f GB/s from memory%n",
                network, roof.flops() / 1e9, roof.bytes() / 1e9);
        String row = "%-" + name + "s  %-" + kernel + "s %10s %7s %9s %8s %8s%n";
        out.printf(row, "step", "kernel", "µs", "share", "GFLOP/s", "GB/s", "roofline");
        for (int i = 0; i < times.steps().size(); i++) {
            ComputedStep step = times.steps().get(i);
            double nanos = times.nanos().get(i);
            out.printf(
                    row,
                    step.name(),
                    step.kernel(),
                    "%,.1f".formatted(nanos / 1e3),
                    "%.1f %%".formatted(100 * nanos / times.runNanos()),
                    step.macs() == 0 ? "" : "%.1f".formatted(2 * step.macs() / nanos),
                    "%.1f".formatted(step.bytes() / nanos),
                    "%.0f %%".formatted(100 * roof.leastNanos(step) / nanos));
        }
        double rest = times.runNanos() - times.sum();
        out.printf(
                row,
                "copies and the rest",
                "",
                "%,.1f".formatted(rest / 1e3),
                "%.1f %%".formatted(100 * rest / times.runNanos()),
                "",
                "",
                "");
        double least = times.steps().stream().mapToDouble(roof::leastNanos).sum();
        out.printf(
                row,
                "a whole run",
                "",
                "%,.1f".formatted(times.runNanos() / 1e3),
                "100.0 %",
                "%.1f"
                        .formatted(2
                                * times.steps().stream()
                                        .mapToLong(ComputedStep::macs)
                                        .sum()
                                / times.runNanos()),
                "",
                "%.0f %%".formatted(100 * least / times.runNanos()));
        out.println(
                "µs: median; share: of the median run; bytes: inputs, output and weights once; roofline: the time that the machine"
                        + " would need\nat least, over the time taken. Winograd's kernels multiply less, and caches are faster than memory:"
                        + " more than 100 % is possible.");
        out.flush();
    }
}
