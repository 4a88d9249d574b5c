package io.dockeradvanced;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dockeradvanced.lab.PublicApi;

@AnalyzeClasses(packages = "io.dockeradvanced", importOptions = PublicApi.OfTheProduct.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule publicSignatures_haveOnlyTypesOfTheJdkAndOurs = PublicApi.hasOwnTypesOnly();

  @ArchTest
  static final ArchRule transport_knowsOnlyTheRoot =
      classes()
          .that()
          .resideInAPackage("io.dockeradvanced.transport..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.dockeradvanced",
              "io.dockeradvanced.transport..",
              "io.dockeradvanced.internal",
              "java..",
              "javax.crypto..",
              "javax.net.ssl..",
              "javax.security.auth..",
              "org.jspecify..",
              "org.slf4j..",
              "net.schmizz..",
              "com.hierynomus..");

  @ArchTest
  static final ArchRule sshj_staysInSsh =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dockeradvanced.transport.ssh..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("net.schmizz..", "com.hierynomus..");

  @ArchTest
  static final ArchRule lowerRooms_knowNothingOfFeatures =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.dockeradvanced.transport..",
              "io.dockeradvanced.host..",
              "io.dockeradvanced.store..",
              "io.dockeradvanced.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.dockeradvanced.container..",
              "io.dockeradvanced.operation..",
              "io.dockeradvanced.stack..",
              "io.dockeradvanced.image..",
              "io.dockeradvanced.logs..",
              "io.dockeradvanced.network..",
              "io.dockeradvanced.volume..",
              "io.dockeradvanced.resource..",
              "io.dockeradvanced.update..");

  @ArchTest
  static final ArchRule image_knowsNoOtherFeature =
      noClasses()
          .that()
          .resideInAPackage("io.dockeradvanced.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.dockeradvanced.container..",
              "io.dockeradvanced.operation..",
              "io.dockeradvanced.stack..",
              "io.dockeradvanced.compose..");

  @ArchTest
  static final ArchRule http_knowsNothingOfTheEngine =
      noClasses()
          .that()
          .resideInAPackage("io.dockeradvanced.internal.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.dockeradvanced.internal.engine..",
              "io.dockeradvanced.internal.host..",
              "io.dockeradvanced.host..",
              "com.fasterxml..",
              "com.github.dockerjava..");

  @ArchTest
  static final ArchRule httpCore_staysInHttp =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dockeradvanced.internal.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule dockerJava_staysInInterop =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.dockeradvanced.internal.interop..", "io.dockeradvanced.interop..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..");

  @ArchTest
  static final ArchRule resilience_staysInCallsOfEnginesAndRegistries =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.dockeradvanced.internal.engine..", "io.dockeradvanced.image.internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");
}
