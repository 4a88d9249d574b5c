package io.dockeradvanced;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dockeradvanced.lab.PublicApi;

@AnalyzeClasses(
    packages = {"io.dockeradvanced.compose", "io.dockeradvanced.stack"},
    importOptions = PublicApi.OfTheProduct.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule publicSignatures_haveOnlyTypesOfTheJdkAndOurs = PublicApi.hasOwnTypesOnly();

  @ArchTest
  static final ArchRule theSpecification_asksNoEngine =
      noClasses()
          .that()
          .resideInAPackage("io.dockeradvanced.compose..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.dockeradvanced.stack..",
              "io.dockeradvanced.host..",
              "io.dockeradvanced.operation..",
              "io.dockeradvanced.container..",
              "io.dockeradvanced.internal.engine..",
              "com.github.dockerjava..");

  @ArchTest
  static final ArchRule yaml_staysInTheSpecification =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dockeradvanced.compose.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.snakeyaml..");
}
