package io.seedcast.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which module may use what. The Maven build says the same; here it also holds for what comes along
 * transitively.
 */
class ArchitectureTest {

  private static final JavaClasses SEEDCAST =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.seedcast");

  @ParameterizedTest(name = "{0} uses only {1}")
  @CsvSource({
    "core,       ''",
    "vision,     core",
    "artifact,   core",
    "onnx,       core",
    "train,      core vision artifact",
    "experiment, core vision artifact onnx train",
    "device,     core artifact onnx",
    "hub,        core artifact onnx",
    "cli,        core vision artifact onnx train experiment device hub",
  })
  void aModuleUsesOnlyTheModulesBelowIt(String module, String below) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(below.split(" ")).filter(m -> !m.isEmpty()))
            .map(ArchitectureTest::packagesOf)
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> elsewhereInSeedcast =
        resideInAPackage("io.seedcast..")
            .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
            .as("the other modules");

    noClasses()
        .that()
        .resideInAPackage(packagesOf(module))
        .should()
        .dependOnClassesThat(elsewhereInSeedcast)
        .check(SEEDCAST);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.seedcast.(**)").should().beFreeOfCycles().check(SEEDCAST);
  }

  @Test
  void coreNeedsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(packagesOf("core"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", packagesOf("core"))
        .check(SEEDCAST);
  }

  @ParameterizedTest(name = "{0} is used only by {1}")
  @CsvSource({
    "org.bytedeco..,        train",
    "ai.onnxruntime..,      onnx",
    "ai.onnx..,             onnx",
    "com.google.protobuf.., onnx",
    "com.github.luben..,    artifact",
    "io.javalin..,          hub",
    "org.eclipse.jetty..,   hub",
    "picocli..,             cli",
    "me.tongfei..,          cli",
    "org.knowm..,           experiment",
  })
  void aLibraryIsUsedByOneModule(String library, String module) {
    noClasses()
        .that()
        .resideOutsideOfPackage(packagesOf(module))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(SEEDCAST);
  }

  @Test
  void onlyTheCommandPrintsOrExits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packagesOf("cli"))
        .should(ACCESS_STANDARD_STREAMS)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(SEEDCAST);
  }

  /** NullAway checks only what is marked, so that a forgotten mark would go unnoticed. */
  @Test
  void everyPackageIsNullMarked() {
    classes().should(beInANullMarkedPackage()).check(SEEDCAST);
  }

  private static String packagesOf(String module) {
    return "io.seedcast." + module + "..";
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package with @NullMarked in its package-info.java") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  item, item.getName() + " is in a package without @NullMarked"));
        }
      }
    };
  }
}
