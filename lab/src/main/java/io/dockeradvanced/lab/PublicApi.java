package io.dockeradvanced.lab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rule for what users see, the same in every module. */
public final class PublicApi {
  private PublicApi() {}

  /**
   * Leaves out the lab and tests, which are no part of the product, whatever the build's folder.
   */
  public static final class OfTheProduct implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("io/dockeradvanced/lab/") && !location.contains("/test-classes/");
    }
  }

  /** Only types of the JDK and of ours stand in public and protected signatures. */
  public static ArchRule hasOwnTypesOnly() {
    return classes()
        .that()
        .resideInAPackage("io.dockeradvanced..")
        .and()
        .resideOutsideOfPackages("..internal..", "io.dockeradvanced.interop..")
        .and(describe("can be seen by users", PublicApi::isVisible))
        .should(new OnlyOwnTypes());
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicApi::isVisible).orElse(true);
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
