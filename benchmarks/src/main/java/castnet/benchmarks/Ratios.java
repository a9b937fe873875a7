package castnet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of ratios: a peer's median over Castnet's, both of the same turns. */
public final class Ratios {
    /** What a server or a student would run. */
    private static final List<String> WHOLE = List.of(
            "ResNet18",
            "ResNet50",
            "ResNet50V1",
            "ResNet18:8",
            "ResNet50:8",
            "CifarResNet20",
            "CifarResNet20:128",
            "LeNet5",
            "Mlp",
            "train:CifarResNet20:128",
            "train:ResNet18:8");

    private Ratios() {}

    /** {@code [--threads N] [--seconds S] [WORK...]}, see {@code benchmarks/run}. */
    public static void main(String[] arguments) throws Exception {
        int threads = 1;
        double seconds = 4;
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--threads" -> threads = Integer.parseInt(arguments[++i]);
                case "--seconds" -> seconds = Double.parseDouble(arguments[++i]);
                default -> works.add(Work.parse(arguments[i]));
            }
        }
        if (works.isEmpty()) {
            WHOLE.stream().map(Work::parse).forEach(works::add);
        }
        System.out.printf(
                Locale.ROOT,
                "threads %d; medians of turns within one process, %.0f s each after as long a warm-up%n%n",
                threads,
                seconds);
        System.out.println("| work | peer | peer, ms | castnet, ms | ratio |\n| --- | --- | ---: | ---: | ---: |");
        for (Work work : works) {
            compare(work, threads, seconds);
        }
    }

    private static void compare(Work work, int threads, double seconds) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        try {
            if (work.training()) {
                contenders.add(new CastnetTraining(work, threads));
            } else {
                contenders.add(new Castnet(work, threads));
                contenders.add(new OnnxRuntime(work, threads, false));
                contenders.add(new OnnxRuntime(work, threads, true));
            }
            if (work.training() || isCheap(work)) {
                contenders.add(new Torch(work, threads));
            }
            double[] medians = Turns.medians(contenders, seconds);
            for (int i = 1; i < medians.length; i++) {
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s | %.4f | %.4f | %.2f |%n",
                        work,
                        contenders.get(i).name(),
                        medians[i],
                        medians[0],
                        medians[i] / medians[0]);
            }
        } finally {
            for (Contender contender : contenders) {
                contender.close();
            }
        }
    }

    /** libtorch op by op is far behind in inference; it is there to see, where it takes no time. */
    private static boolean isCheap(Work work) {
        return work.network().startsWith("ResNet") && work.batch() == 1;
    }
}
