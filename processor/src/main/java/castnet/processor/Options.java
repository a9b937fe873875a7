package castnet.processor;

import castnet.processor.finding.Finding;
import castnet.processor.finding.FindingId;
import castnet.processor.finding.Findings;
import castnet.processor.finding.Origin;
import castnet.processor.finding.Severity;
import castnet.processor.pass.Pass;
import castnet.processor.pass.pipeline.Pipeline;
import castnet.processor.plan.cuda.Arithmetic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The processor's options.
 *
 * @param dump print what this pass did (or {@code all} of them) among the compiler's notes; empty for none
 * @param summary print each network's summary among the compiler's notes
 * @param report write each network's page with its picture beside its class
 * @param raised warnings that are errors
 * @param cuda what is written for GPUs
 * @param arithmetic how convolutions multiply on GPUs
 */
record Options(String dump, boolean summary, boolean report, Set<FindingId> raised, Cuda cuda, Arithmetic arithmetic) {
    private static final String DUMP = "castnet.dump";
    private static final String SUMMARY = "castnet.summary";
    private static final String REPORT = "castnet.report";
    private static final String WARN = "castnet.warn";
    private static final String CUDA = "castnet.cuda";
    private static final String ARITHMETIC = "castnet.cuda.arithmetic";
    private static final String ALL = "all";
    private static final String NONE = "none";

    static final Set<String> NAMES = Set.of(DUMP, SUMMARY, REPORT, WARN, CUDA, ARITHMETIC);

    /** What is written for GPUs. */
    enum Cuda {
        /** Nothing. */
        FALSE,
        /** The CUDA C and the class that describes it. */
        TRUE,
        /** Also the machine code, where there is a compiler. */
        FATBIN
    }

    Options {
        raised = Set.copyOf(raised);
    }

    /** Reads the options; what is wrong with one is found, and its default taken. */
    static Options of(Map<String, String> options, Findings findings) {
        return new Options(
                dump(options.getOrDefault(DUMP, ""), findings),
                flag(SUMMARY, options, findings),
                flag(REPORT, options, findings),
                raised(options.getOrDefault(WARN, NONE), findings),
                constant(CUDA, Cuda.class, options, findings),
                constant(ARITHMETIC, Arithmetic.class, options, findings));
    }

    private static boolean flag(String name, Map<String, String> options, Findings findings) {
        return Boolean.parseBoolean(
                oneOf(name, options.getOrDefault(name, "false"), List.of("true", "false"), findings));
    }

    /** Whether the dump of a stage was asked for: {@code before all passes} or {@code after <pass>}. */
    boolean isDumped(String stage) {
        return dump.equals(ALL) || (!dump.isEmpty() && stage.equals("after " + dump));
    }

    /** How much a finding matters here. */
    Severity severity(Finding finding) {
        return raised.contains(finding.id()) ? Severity.ERROR : finding.id().severity();
    }

    private static String dump(String pass, Findings findings) {
        Set<String> known = new TreeSet<>(Set.of(ALL));
        Stream.of(Pipeline.inference(), Pipeline.training())
                .flatMap(pipeline -> pipeline.passes().stream())
                .map(Pass::name)
                .forEach(known::add);
        return pass.isEmpty() ? pass : oneOf(DUMP, pass, known, findings);
    }

    /** Ids separated by commas, each followed by {@code =error}; {@code all=error} for every warning. */
    private static Set<FindingId> raised(String text, Findings findings) {
        Set<FindingId> raised = EnumSet.noneOf(FindingId.class);
        List<FindingId> warnings = Arrays.stream(FindingId.values())
                .filter(id -> id.severity() == Severity.WARNING)
                .toList();
        List<String> known = Stream.concat(
                        Stream.of(ALL + "=error", NONE), warnings.stream().map(id -> id.id() + "=error"))
                .toList();
        for (String part : text.split(",", -1)) {
            String item = oneOf(WARN, part.strip(), known, findings);
            warnings.stream()
                    .filter(id -> item.equals(ALL + "=error") || item.equals(id.id() + "=error"))
                    .forEach(raised::add);
        }
        return raised;
    }

    /** A constant of an enum, in lower case; the first if there is none of that name. */
    private static <E extends Enum<E>> E constant(
            String name, Class<E> type, Map<String, String> options, Findings findings) {
        Map<String, E> known = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            known.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        E first = type.getEnumConstants()[0];
        String text = options.get(name);
        return text == null ? first : known.getOrDefault(oneOf(name, text, known.keySet(), findings), first);
    }

    private static String oneOf(String option, String value, Iterable<String> known, Findings findings) {
        for (String one : known) {
            if (one.equals(value)) {
                return value;
            }
        }
        findings.add(FindingId.OPTION, Origin.NONE, option, String.join(", ", known), value);
        return "";
    }
}
