package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.image.BuildSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which registries a Dockerfile has images from. */
@Timeout(60)
class BaseImagesTest {
  private static final BuildSpec SPEC = BuildSpec.of(Path.of("."));

  private static Set<String> of(String dockerfile, BuildSpec spec) {
    BaseImages images = BaseImages.of(dockerfile, spec);
    assertThat(images.isKnown()).as(dockerfile).isTrue();
    return images.registries();
  }

  private static Set<String> of(String dockerfile) {
    return of(dockerfile, SPEC);
  }

  @Test
  void from_withAVariableInTheTag_hasItsRegistry() {
    assertThat(of("ARG TAG=1\nFROM registry.corp/base:${TAG}\n")).containsExactly("registry.corp");
    assertThat(of("ARG TAG\nFROM registry.corp/base:x$TAG\n")).containsExactly("registry.corp");
    assertThat(of("FROM registry.corp/base:${NONE:-1}\n")).containsExactly("registry.corp");
  }

  @Test
  void registryInAnArgument_isThatOfTheBuildOrItsDefault() {
    String file = "ARG REG=a.example\nARG BASE=${REG}/x:1\nFROM $BASE\n";
    assertThat(of(file)).containsExactly("a.example");
    assertThat(of(file, SPEC.arg("REG", "b.example:5000"))).containsExactly("b.example:5000");
    assertThat(of(file, SPEC.arg("BASE", "c.example/y"))).containsExactly("c.example");
    assertThat(of(file, SPEC.arg("REG", null))).containsExactly("a.example");
    assertThat(of("FROM $REG/x\n", SPEC.arg("REG", "b.example")))
        .as("not declared, so it is empty, and no name of an image")
        .isEmpty();
    assertThat(of("ARG A='d.example' B=\"$A/x y\"\nFROM ${A}/\"z\"\n"))
        .containsExactly("d.example");
  }

  @Test
  void modifiers_areThoseOfTheBuilder() {
    BuildSpec set = SPEC.arg("X", "x.example").arg("E", "");
    for (Map.Entry<String, String> each :
        Map.of(
                "${X:-y.example}", "x.example",
                "${X-y.example}", "x.example",
                "${E:-y.example}", "y.example",
                "${U-y.example}", "y.example",
                "${U:-${V:-${X}}}", "x.example",
                "${X:+z.example}", "z.example",
                "${U+no.example}y.example", "y.example",
                "${E-no.example}y.example", "y.example",
                "${E:+no.example}y.example", "y.example")
            .entrySet()) {
      String file = "ARG X\nARG E\nFROM %s/base\n".formatted(each.getKey());
      assertThat(of(file, set)).as(each.getKey()).containsExactly(each.getValue());
    }
  }

  @Test
  void argumentsOfAStage_areNotThoseOfTheNextName() {
    assertThat(of("ARG R=a.example\nFROM $R/x\nARG R=b.example\nFROM $R/y\n"))
        .containsExactly("a.example");
  }

  @Test
  void lines_areJoinedAsTheBuilderDoes() {
    assertThat(
            of(
                """
                \uFEFF# a comment, so what comes is no directive
                # escape=`
                from \\
                  # a comment within
                  --platform=linux/amd64 \\

                  a.exa\\
                mple/x as one
                FrOm one AS two
                RUN echo \\
                  FROM no.example/x
                # FROM no.example/y
                """))
        .containsExactly("a.example");
    assertThat(of("# syntax=docker/dockerfile:1\n# Escape = `\r\nFROM `\r\n  a.example/x\r\n"))
        .containsExactly("a.example");
    assertThat(of("# escape=`\nFROM a.example/x\nRUN dir C:\\\nFROM b.example/y\n"))
        .containsExactly("a.example", "b.example");
    assertThat(of("FROM a.example/x\nRUN echo \\\\\nFROM b.example/y"))
        .as("an escaped escape joins nothing")
        .containsExactly("a.example", "b.example");
  }

  @Test
  void stagesAndScratch_areNoImagesOfARegistry() {
    assertThat(
            of(
                """
                FROM a.example/x AS Build
                FROM build AS more
                COPY --from=build /a /b
                COPY --from=1 /a /b
                FROM scratch
                COPY --chown=1 --from=BUILD /a /b
                """))
        .containsExactly("a.example");
    assertThat(of("FROM scratch\nCOPY --from=busybox /a /b")).containsExactly("docker.io");
  }

  @Test
  void copyAndMount_haveImagesToo() {
    assertThat(
            of(
                """
                FROM scratch
                COPY --chown=0 --from=a.example/x:1 /a /b
                COPY --from="b.example/x" /a /b
                RUN --network=none --mount=type=bind,from=c.example/x,target=/x echo --from=no.example/x
                """))
        .containsExactly("a.example", "b.example", "c.example");
  }

  @Test
  void stagesAfterTheTarget_doNotMatter() {
    String file = "FROM a.example/x AS one\nFROM b.example/x AS two\nFROM c.example/x\n";
    assertThat(of(file, SPEC.target("TWO"))).containsExactly("a.example", "b.example");
    assertThat(of(file, SPEC.target("0"))).containsExactly("a.example");
    assertThat(of(file)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ARG R=a.example.x\nFROM ${R%.x}/base",
        "ARG R=a.example\nFROM ${R/a/b}/base",
        "FROM ${R:?is not set}/base",
        "FROM ${R/base",
        "FROM ${}/base",
        "FROM 'a.example/base",
        "FROM a-$TARGETARCH.example/base",
        "FROM a-${BUILDOS:-x}.example/base",
        "ARG R=${S#x}\nFROM a.example/base",
        "FROM a.example/x\nCOPY --from=$R/x /a /b",
        "FROM a.example/x\nRUN --mount=from=$R/x,target=/x true",
      })
  void whatOnlyTheBuilderCanTell_isNotKnown(String dockerfile) {
    assertThat(BaseImages.of(dockerfile, SPEC).isKnown()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n\n", "FROM", "FROM UPPER/Case", "ARG\nCOPY --from=\nRUN --mount=", "\\"})
  void nonsense_hasNone(String dockerfile) {
    assertThat(of(dockerfile)).isEmpty();
  }

  /** Values that double with every line, and whatever else somebody may think of. */
  @Test
  void hostileFiles_endSoonAndSmall() {
    StringBuilder doubling = new StringBuilder("ARG A0=xxxxxxxxxx\n");
    for (int i = 1; i < 100; i++) {
      doubling.append("ARG A%1$d=$A%2$d$A%2$d\n".formatted(i, i - 1));
    }
    assertThat(BaseImages.of(doubling + "FROM $A99", SPEC).isKnown()).isFalse();
    assertThat(BaseImages.of("FROM " + "${A:-".repeat(100_000), SPEC).isKnown()).isFalse();
    assertThat(BaseImages.of("FROM " + "${A:-".repeat(700), SPEC).isKnown()).isFalse();
    assertThat(of("# escape=" + " ".repeat(1 << 20) + "x\nFROM a.example/x\n"))
        .containsExactly("a.example");
    assertThat(of("FROM a.example/x AS b\nFROM b\n".repeat(100_000))).containsExactly("a.example");
    assertThat(of("ARG " + "a ".repeat(1 << 20) + "\nRUN " + "--x ".repeat(1 << 20))).isEmpty();
    assertThat(of("RUN x \\\n".repeat(200_000))).isEmpty();
  }
}
