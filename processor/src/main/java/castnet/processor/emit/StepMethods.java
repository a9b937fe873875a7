package castnet.processor.emit;

import castnet.processor.plan.Argument;
import castnet.processor.plan.Step;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;

/** A method per step, and the program that calls them in order with barriers between. */
final class StepMethods {
    private final Spelling.Dialect dialect;
    private final Spelling spelling;
    private final Names names;

    /** @param names of the methods of the class; the program's own name must be reserved in it */
    StepMethods(Spelling.Dialect dialect, Spelling spelling, Names names) {
        this.dialect = dialect;
        this.spelling = spelling;
        this.names = names;
    }

    /**
     * Adds the program {@code name} and the methods of its steps, in their order.
     *
     * @param parameters of the program and of each step
     * @return the names of the methods of the steps
     */
    List<String> add(TypeSpec.Builder type, String name, List<Step> steps, Parameters parameters) {
        List<CodeBlock> calls = new ArrayList<>();
        List<MethodSpec> methods = new ArrayList<>();
        for (Step step : steps) {
            String method = names.fresh(step.name());
            methods.add(method(method, step, parameters));
            CodeBlock.Builder call = CodeBlock.builder().addStatement("$L($L)", method, parameters.arguments());
            if (step.barrier()) {
                call.addStatement("w.await()");
            }
            calls.add(call.build());
        }
        MethodSpec.Builder program = parameters
                .declare(MethodSpec.methodBuilder(name))
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED);
        List<List<CodeBlock>> chunks = MethodPartition.chunks(calls, MethodPartition.STEPS);
        if (chunks.size() == 1) {
            chunks.getFirst().forEach(program::addCode);
            type.addMethod(program.build());
        } else {
            List<MethodSpec> parts = new ArrayList<>();
            for (List<CodeBlock> chunk : chunks) {
                String part = names.fresh(name + (parts.size() + 1));
                program.addStatement("$L($L)", part, parameters.arguments());
                MethodSpec.Builder method =
                        parameters.declare(MethodSpec.methodBuilder(part)).addModifiers(Modifier.PRIVATE);
                chunk.forEach(method::addCode);
                parts.add(method.build());
            }
            type.addMethod(program.build());
            parts.forEach(type::addMethod);
        }
        methods.forEach(type::addMethod);
        return methods.stream().map(MethodSpec::name).toList();
    }

    /** Adds a method that runs one of an inference program's steps, found by its number. */
    void addChoice(TypeSpec.Builder type, String name, List<String> steps) {
        List<List<String>> chunks = MethodPartition.chunks(steps, MethodPartition.STEPS);
        MethodSpec.Builder choice = choice(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED);
        if (chunks.size() == 1) {
            type.addMethod(choice.addCode(cases(chunks.getFirst(), 0)).build());
            return;
        }
        List<MethodSpec> parts = new ArrayList<>();
        List<String> called = new ArrayList<>();
        for (List<String> chunk : chunks) {
            String part = names.fresh(name + (parts.size() + 1));
            parts.add(choice(part)
                    .addModifiers(Modifier.PRIVATE)
                    .addCode(cases(chunk, parts.size() * MethodPartition.STEPS))
                    .build());
            called.add(part);
        }
        choice.beginControlFlow("switch (index / $L)", MethodPartition.STEPS);
        for (int i = 0; i < called.size(); i++) {
            choice.addStatement("case $L -> $L(index, a, w)", i, called.get(i));
        }
        choice.addStatement("default -> throw new IndexOutOfBoundsException(index)")
                .endControlFlow();
        type.addMethod(choice.build());
        parts.forEach(type::addMethod);
    }

    private static MethodSpec.Builder choice(String name) {
        return Parameters.INFERENCE.declare(MethodSpec.methodBuilder(name).addParameter(int.class, "index"));
    }

    private static CodeBlock cases(List<String> steps, int first) {
        CodeBlock.Builder cases = CodeBlock.builder().beginControlFlow("switch (index)");
        for (int i = 0; i < steps.size(); i++) {
            cases.addStatement("case $L -> $L(a, w)", first + i, steps.get(i));
        }
        return cases.addStatement("default -> throw new IndexOutOfBoundsException(index)")
                .endControlFlow()
                .build();
    }

    private MethodSpec method(String name, Step step, Parameters parameters) {
        MethodSpec.Builder method = parameters
                .declare(MethodSpec.methodBuilder(name))
                .addJavadoc("$L", comment(step))
                .addModifiers(Modifier.PRIVATE);
        if (dialect == Spelling.Dialect.TRAINING && parameters.hasStep()) {
            locals(method, step);
        }
        for (Step.Stage stage : step.calls()) {
            method.addStatement(spelling.call(stage.call()));
            if (stage.barrierAfter()) {
                method.addStatement("w.await()");
            }
        }
        return method.build();
    }

    private static void locals(MethodSpec.Builder method, Step step) {
        if (uses(step, Argument.Tensor.class)) {
            method.addStatement("$T a = s.a()", Types.FLOATS);
        }
        if (uses(step, Argument.Images.class) || uses(step, Argument.Tensor.class)) {
            method.addStatement("int n = s.n()");
        }
        if (uses(step, Argument.Parameters.class)) {
            method.addStatement("$T p = s.parameters()", Types.FLOATS);
        }
    }

    private static boolean uses(Step step, Class<? extends Argument> kind) {
        return step.calls().stream()
                .flatMap(stage -> stage.call().arguments().stream())
                .anyMatch(kind::isInstance);
    }

    // A comment that ended the Javadoc would end the class.
    private static String comment(Step step) {
        String text = step.name() + ": " + step.comment();
        return text.replace("*/", "*&#47;").replace("@", "&#64;").replace("<", "&lt;");
    }

    /** The parameters that a program hands to each of its steps. */
    enum Parameters {
        /** {@code float[] a, Worker w}. */
        INFERENCE("a, w") {
            @Override
            MethodSpec.Builder declare(MethodSpec.Builder method) {
                return method.addParameter(Types.FLOATS, "a").addParameter(Types.WORKER, "w");
            }
        },
        /** {@code float[] p, Worker w}. */
        PACK("p, w") {
            @Override
            MethodSpec.Builder declare(MethodSpec.Builder method) {
                return method.addParameter(Types.FLOATS, "p").addParameter(Types.WORKER, "w");
            }
        },
        /** {@code Step s, Worker w}. */
        STEP("s, w") {
            @Override
            MethodSpec.Builder declare(MethodSpec.Builder method) {
                return method.addParameter(Types.STEP, "s").addParameter(Types.WORKER, "w");
            }
        };

        private final String arguments;

        Parameters(String arguments) {
            this.arguments = arguments;
        }

        abstract MethodSpec.Builder declare(MethodSpec.Builder method);

        String arguments() {
            return arguments;
        }

        boolean hasStep() {
            return this == STEP;
        }
    }
}
