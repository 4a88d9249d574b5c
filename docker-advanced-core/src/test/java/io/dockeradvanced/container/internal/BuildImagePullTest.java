package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.operation.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An image that is pulled where it can be, and built else. */
@Timeout(60)
class BuildImagePullTest {
  private static final String BUILT = "sha256:" + "b".repeat(64);

  private final FakeEngine engine = new FakeEngine();

  @TempDir Path context;

  /** What the name is of; empty for nothing. */
  private volatile String there = "";

  private List<String> warnings = List.of();

  @AfterEach
  void close() {
    engine.close();
  }

  /** The id that the step answers with, where the registry cannot be reached. */
  private String apply(boolean always, String platform) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
    engine.rejectHead("POST", "/images/create", 500, "{\"message\":\"registry is offline\\n\"}");
    engine.on(
        "POST",
        "/build",
        (request, wire) -> {
          there = "{\"Id\":\"%s\"}".formatted(BUILT);
          wire.json(
              200,
              "{\"aux\":{\"ID\":\"%s\"}}{\"stream\":\"Successfully built bbbbbbbbbbbb\\n\"}"
                  .formatted(BUILT));
        });
    for (String name : List.of("x%3A1", BUILT.replace(":", "%3A"))) {
      engine.on(
          "GET",
          "/images/" + name + "/json",
          (request, wire) ->
              wire.json(there.isEmpty() ? 404 : 200, there.isEmpty() ? "{}" : there));
    }
    Config config = Config.defaults().use(RegistryCredentials.class, RegistryCredentials.none());
    try (DockerHost host = DockerHost.connect(engine.uri(), config)) {
      StubContext run = new StubContext(host, "op");
      Data parameters = Data.of("context", context.toString()).with("pull", true);
      parameters = always ? parameters.with("always", true) : parameters;
      parameters = platform.isEmpty() ? parameters : parameters.with("platform", platform);
      Data result =
          run.done(
              new BuildImage(), BuildImage.step("build", "x:1", parameters, Data.empty()).build());
      warnings = run.warnings;
      return result.text("id");
    }
  }

  @Test
  void pullThatFails_isToldAndWhatIsThereIsUsed() throws Exception {
    there = "{\"Id\":\"sha256:there\"}";
    assertThat(apply(true, "")).isEqualTo("sha256:there");
    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith(
            ": image x:1 cannot be pulled, so the one that is there is used: registry is offline");
    assertThat(engine.count("POST", "/build")).isZero();
  }

  @Test
  void pullThatFails_isToldAndTheImageIsBuilt() throws Exception {
    assertThat(apply(false, "")).isEqualTo(BUILT);
    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith(": image x:1 cannot be pulled, so it is built: registry is offline");
  }

  @Test
  void imageThatIsThere_isNotPulledUnlessAlways() throws Exception {
    there = "{\"Id\":\"sha256:there\"}";
    assertThat(apply(false, "")).isEqualTo(BUILT);
    assertThat(warnings).isEmpty();
  }

  @Test
  void imageForAnotherPlatform_isNotTheOneThatIsThere() throws Exception {
    there = "{\"Id\":\"sha256:there\",\"Os\":\"linux\",\"Architecture\":\"arm64\"}";
    assertThat(apply(false, "linux/amd64")).isEqualTo(BUILT);
    assertThat(warnings).singleElement().asString().contains("so it is built");
  }
}
