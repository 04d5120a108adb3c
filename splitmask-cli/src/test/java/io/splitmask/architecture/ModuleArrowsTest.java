package io.splitmask.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModuleArrowsTest {
    private static final String[] ENGINES = {"ai.djl..", "org.nd4j..", "org.bytedeco.."};
    private static final String[] API = {
        "io.splitmask.tensor..",
        "io.splitmask.autograd..",
        "io.splitmask.nn..",
        "io.splitmask.loss..",
        "io.splitmask.optim..",
        "io.splitmask.data..",
        "io.splitmask.io..",
        "io.splitmask.spi..",
        "io.splitmask.random..",
        "io.splitmask.config.."
    };
    private static final String[] CORE = {
        "io.splitmask.masking..",
        "io.splitmask.method..",
        "io.splitmask.train..",
        "io.splitmask.eval..",
        "io.splitmask.recipe..",
        "io.splitmask.weights..",
        "io.splitmask.inference..",
        "io.splitmask.export..",
        "io.splitmask.internal.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.splitmask");

    @Test
    void apiAndCoreKnowNoEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(API)
                .or()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINES)
                .check(CLASSES);
    }

    @Test
    void apiKnowsNoOtherModule() {
        noClasses()
                .that()
                .resideInAnyPackage(API)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.splitmask.djl..",
                        "io.splitmask.dl4j..",
                        "io.splitmask.tck..",
                        "io.splitmask.tokenizers..",
                        "io.splitmask.datasets..",
                        "io.splitmask.onnx..",
                        "io.splitmask.interop..",
                        "io.splitmask.cli..")
                .check(CLASSES);
    }

    @Test
    void backendsKnowOnlyTheApi() {
        noClasses()
                .that()
                .resideInAnyPackage("io.splitmask.djl..", "io.splitmask.dl4j..", "io.splitmask.tck..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.splitmask.tokenizers..", "io.splitmask.datasets..", "io.splitmask.cli..")
                .check(CLASSES);
    }

    @Test
    void backendsDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.splitmask.djl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.splitmask.dl4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.splitmask.dl4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.splitmask.djl..")
                .check(CLASSES);
    }

    @Test
    void tokenizersDatasetsAndCoreDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.splitmask.tokenizers..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.splitmask.datasets..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.splitmask.datasets..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.splitmask.tokenizers..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(CORE)
                .check(CLASSES);
    }

    @Test
    void onlyTheOnnxModuleKnowsItsMessages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.splitmask.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnx..", "com.google.protobuf..")
                .check(CLASSES);
    }

    @Test
    void internalPackagesAreUsedInTheirOwnModuleOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(API)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.splitmask.tensor.internal..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.splitmask.internal..")
                .check(CLASSES);
    }

    @Test
    void applicationsPickBackendsByNameAtRunTime() {
        noClasses()
                .that()
                .resideInAPackage("io.splitmask.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.splitmask.djl..", "io.splitmask.dl4j..", "io.splitmask.tck..")
                .check(CLASSES);
    }

    @Test
    void durationsComeFromAClockThatDoesNotJump() {
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.splitmask.cli..")
                .should()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }
}
