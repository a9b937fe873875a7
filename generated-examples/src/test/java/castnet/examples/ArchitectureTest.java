package castnet.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The floors of docs/architecture.md: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("castnet");
    private static final JavaClasses PROCESSOR = in("castnet.processor");
    private static final JavaClasses RUNTIME = in("castnet.runtime");

    private static JavaClasses in(String root) {
        return ALL.that(DescribedPredicate.describe(
                "in " + root,
                (JavaClass c) ->
                        c.getPackageName().equals(root) || c.getPackageName().startsWith(root + ".")));
    }

    /** So that no rule passes because it saw nothing. */
    @Test
    void everyModuleWasSeen() {
        assertThat(PROCESSOR.size()).isGreaterThan(80);
        assertThat(RUNTIME.size()).isGreaterThan(80);
        assertThat(ALL.stream().filter(c -> c.getPackageName().equals("castnet")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void theProcessorsFloors() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("finding")
                .definedBy("castnet.processor.finding")
                .layer("graph")
                .definedBy("castnet.processor.graph")
                .layer("pass")
                .definedBy("castnet.processor.pass..")
                .layer("plan")
                .definedBy("castnet.processor.plan..")
                .layer("expression")
                .definedBy("castnet.processor.expression")
                .layer("declaration")
                .definedBy("castnet.processor.declaration")
                .layer("report")
                .definedBy("castnet.processor.report")
                .layer("emit")
                .definedBy("castnet.processor.emit..")
                .layer("root")
                .definedBy("castnet.processor")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("emit")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("emit")
                .whereLayer("declaration")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("expression")
                .mayOnlyBeAccessedByLayers("declaration")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("emit", "root")
                .whereLayer("pass")
                .mayOnlyBeAccessedByLayers("plan", "emit", "root")
                .whereLayer("graph")
                .mayOnlyBeAccessedByLayers("pass", "plan", "declaration", "emit", "root")
                .check(PROCESSOR);
    }

    @Test
    void theRuntimesFloors() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("memory")
                .definedBy("castnet.runtime.memory")
                .layer("thread")
                .definedBy("castnet.runtime.thread")
                .layer("kernel")
                .definedBy("castnet.runtime.kernel")
                .layer("data")
                .definedBy("castnet.runtime.data")
                .layer("optimizer")
                .definedBy("castnet.runtime.optimizer")
                .layer("file")
                .definedBy("castnet.runtime.weights.file")
                .layer("weights")
                .definedBy("castnet.runtime.weights")
                .layer("training")
                .definedBy("castnet.runtime.training")
                .layer("gpu")
                .definedBy("castnet.runtime.gpu")
                .layer("root")
                .definedBy("castnet.runtime")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("training")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("gpu")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("training", "root")
                .whereLayer("optimizer")
                .mayOnlyBeAccessedByLayers("training", "root")
                .whereLayer("weights")
                .mayOnlyBeAccessedByLayers("training", "gpu", "root")
                .whereLayer("file")
                .mayOnlyBeAccessedByLayers("weights")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("data", "optimizer", "weights", "training", "root")
                .check(RUNTIME);
    }

    @Test
    void noPackageCycles() {
        slices().matching("castnet.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void theRuntimeDependsOnTheJdkAlone() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "outside of the JDK and the runtime",
                        c -> !c.getPackageName().startsWith("java")
                                && !c.getPackageName().startsWith("jdk.incubator.vector")
                                && !c.getPackageName().startsWith("castnet.runtime")
                                && !c.getPackageName().equals("org.jspecify.annotations")))
                .check(RUNTIME);
    }

    @Test
    void theProcessorDoesNotSeeTheRuntime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("castnet.runtime..")
                .check(PROCESSOR);
    }

    @Test
    void onlyKernelsUseTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("castnet.runtime.kernel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(ALL);
    }

    @Test
    void onlyTheEmitterUsesJavaPoet() {
        noClasses()
                .that()
                .resideOutsideOfPackage("castnet.processor.emit")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.palantir.javapoet..")
                .check(PROCESSOR);
    }

    @Test
    void onlyDeclarationAndRootReadElements() {
        noClasses()
                .that()
                .resideOutsideOfPackages("castnet.processor", "castnet.processor.declaration", "castnet.processor.emit")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.lang.model..", "javax.annotation.processing..")
                .check(PROCESSOR);
    }

    @Test
    void everyPackageIsNullMarkedAndDescribed() {
        for (JavaPackage p : ALL.getPackage("castnet").getSubpackagesInTree()) {
            if (!p.getClasses().isEmpty()) {
                assertThat(p.tryGetPackageInfo())
                        .as("package-info of %s", p.getName())
                        .isPresent();
                assertThat(p.isAnnotatedWith(NullMarked.class))
                        .as("@NullMarked on %s", p.getName())
                        .isTrue();
            }
        }
    }
}
