package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that a build takes, and that its undo gives back. */
class BuildImageIT extends StepTest {
  private static final String LABEL = "docker-advanced-test";

  private final BuildImage kind = new BuildImage();
  private final TreeSet<String> names = new TreeSet<>();
  private final String main = name + ":1";
  private final String more = name + "-more:2";

  @TempDir Path context;

  @BeforeEach
  void former() {
    names.add(main);
    names.add(more);
    write("former");
    apply(new StubContext(host, "earlier"), List.of(more), false);
  }

  @AfterEach
  void removeImages() {
    for (JsonNode image :
        engine.json(Call.get("/images/json").filter("label", LABEL + "=" + name))) {
      Target.remove(engine, "/images/" + image.path("Id").asText() + "?force=true");
    }
  }

  private void write(String content) {
    try {
      Files.writeString(
          context.resolve("Dockerfile"), "FROM " + IMAGE + "\nCOPY content /content\n");
      Files.writeString(context.resolve("content"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Step step(List<String> tags) {
    return BuildImage.step(
            "build",
            main,
            Data.of("context", context.toString())
                .with("tags", tags)
                .with("labels", Data.of(LABEL, name)),
            Data.empty())
        .build();
  }

  private Data apply(StubContext in, List<String> tags, boolean again) {
    return in.apply(kind, step(tags), again);
  }

  private String id(String image) {
    return EngineImages.find(engine, image).map(i -> i.path("Id").asText()).orElse("");
  }

  @Test
  void names_ofABuild_allGoBackToWhatTheyWere() {
    String former = id(main);
    assertThat(id(more)).isEqualTo(former);
    String third = name + ":3";
    write("new");
    List<String> tags = List.of(more, third);
    String built = apply(run, tags, false).text("id");
    assertThat(built).isNotEqualTo(former);
    assertThat(List.of(id(main), id(more), id(third))).containsOnly(built);
    undoTwice(kind, step(tags));
    assertThat(List.of(id(main), id(more))).containsOnly(former);
    assertThat(id(third)).isEmpty();
    assertThat(run.warnings).isEmpty();
  }

  @Test
  void files_thatChangedBeforeItWentOn_areNoHindrance() {
    String former = id(main);
    List<String> tags = List.of(more);
    write("new");
    apply(run, tags, false);
    write("newer");
    String built = apply(run, tags, true).text("id");
    assertThat(List.of(id(main), id(more))).containsOnly(built);
    undoTwice(kind, step(tags));
    assertThat(List.of(id(main), id(more))).containsOnly(former);
  }

  @Test
  void build_thatGoesOn_makesNamesThatAreMissing() {
    List<String> tags = List.of(more);
    write("new");
    String built = apply(run, tags, false).text("id");
    Target.remove(engine, "/images/" + more + "?noprune=true");
    assertThat(apply(run, tags, true).text("id")).isEqualTo(built);
    assertThat(id(more)).isEqualTo(built);
  }

  @Test
  void formerImage_thatIsGone_isSaid() {
    String former = id(main);
    write("new");
    apply(run, List.of(more), false);
    Target.remove(engine, "/images/" + former + "?force=true");
    undoTwice(kind, step(List.of(more)));
    assertThat(List.of(id(main), id(more))).containsOnly("");
    assertThat(run.warnings)
        .hasSize(2)
        .allMatch(warning -> warning.contains("image " + former + ", which "))
        .allMatch(warning -> warning.contains("is gone from the engine"));
  }

  @Test
  void name_thatSomebodyElseTook_stays() {
    write("new");
    apply(run, List.of(more), false);
    write("theirs");
    String theirs = apply(new StubContext(host, "other"), List.of(), false).text("id");
    String former = id(more);
    run.undo(kind, step(List.of(more)));
    assertThat(id(main)).isEqualTo(theirs);
    assertThat(id(more)).isNotEqualTo(former);
  }
}
