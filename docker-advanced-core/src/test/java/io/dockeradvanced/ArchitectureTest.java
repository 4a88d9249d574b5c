package io.dockeradvanced;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@AnalyzeClasses(
    packages = "io.dockeradvanced",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule publicSignatures_haveOnlyTypesOfTheJdkAndOurs =
      classes()
          .that()
          .resideInAPackage("io.dockeradvanced..")
          .and()
          .resideOutsideOfPackages("..internal..", "io.dockeradvanced.interop..")
          .and(describe("can be seen by users", ArchitectureTest::isVisible))
          .should(new OnlyOwnTypes());

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
              "org.jspecify..",
              "org.slf4j..");

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
  static final ArchRule resilience_staysInTheEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dockeradvanced.internal.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.resilience4j..");

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  /** What a user can write down: supertypes, fields, parameters, results, exceptions. */
  private static final class OnlyOwnTypes extends ArchCondition<JavaClass> {
    OnlyOwnTypes() {
      super("have only types of the JDK and of ours in public and protected signatures");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      type.getAllRawSuperclasses().forEach(s -> report(type, type.getName(), s, events));
      type.getAllRawInterfaces().forEach(i -> report(type, type.getName(), i, events));
      for (JavaMember member : type.getMembers()) {
        if (member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED)) {
          types(member).forEach(t -> report(type, member.getFullName(), t, events));
        }
      }
    }

    private static Set<JavaClass> types(JavaMember member) {
      if (member instanceof JavaField field) {
        return field.getType().getAllInvolvedRawTypes();
      }
      JavaCodeUnit unit = (JavaCodeUnit) member;
      return Stream.of(
              unit.getReturnType().getAllInvolvedRawTypes().stream(),
              unit.getParameterTypes().stream().flatMap(t -> t.getAllInvolvedRawTypes().stream()),
              unit.getExceptionTypes().stream())
          .flatMap(s -> s)
          .collect(Collectors.toSet());
    }

    private static void report(
        JavaClass owner, String where, JavaClass used, ConditionEvents events) {
      JavaClass base = used.getBaseComponentType();
      String name = base.getPackageName();
      boolean fine =
          base.isPrimitive()
              || name.startsWith("java.")
              || (name.startsWith("io.dockeradvanced") && !name.contains(".internal"));
      if (!fine) {
        events.add(SimpleConditionEvent.violated(owner, where + " shows " + base.getName()));
      }
    }
  }
}
