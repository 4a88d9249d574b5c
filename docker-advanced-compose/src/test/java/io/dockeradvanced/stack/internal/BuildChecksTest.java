package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.json.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine's builder cannot do is refused by its place, the rest becomes a step. */
class BuildChecksTest {
  private Checks checks = new Checks(load("context: /src"), ApiVersion.parse("1.49"));

  private static ComposeProject load(String build) {
    return StackSource.text(
            "services:\n  web:\n    build: {" + build + "}\nsecrets: {s: {file: /s}}\n")
        .name("shop")
        .load();
  }

  private Optional<ImageBuild> of(String build) {
    ComposeProject project = load(build);
    checks = new Checks(project, ApiVersion.parse("1.49"));
    new UnsupportedChecks(attribute -> checks, Json::object).check(project);
    return BuildChecks.of(checks, project, project.services().get("web"), "shop-web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "additional_contexts: {a: /b} | additional_contexts needs BuildKit",
        "ssh: [default] | ssh needs BuildKit",
        "secrets: [s] | secrets needs BuildKit",
        "entitlements: [network.host] | entitlements needs BuildKit",
        "privileged: true | privileged needs BuildKit",
        "platforms: [linux/amd64, linux/arm64] | platforms needs BuildKit",
        "provenance: mode=max | provenance needs BuildKit",
        "sbom: true | sbom needs BuildKit",
        "isolation: hyperv | only an engine for Windows knows it; remove it",
      })
  void attribute_thatTheBuilderDoesNotKnow_isRefusedByItsPlace(String build, String message) {
    of("context: /src, " + build);
    assertThat(catchThrowableOfType(InvalidSpec.class, checks::done))
        .hasMessageStartingWith("<text>:3:28: " + message);
  }

  @Test
  void tag_thatIsNoName_isRefusedByItsPlace() {
    of("context: /src, tags: ['A B']");
    assertThat(catchThrowableOfType(InvalidSpec.class, checks::done))
        .hasMessage("<text>:3:35: 'A B' is not a name for an image");
  }

  @ParameterizedTest
  @CsvSource({"https://host/x.git", "git@host:x.git", "github.com/x/y"})
  void context_elsewhere_isRefused(String context) {
    of("context: '" + context + "'");
    assertThat(catchThrowableOfType(InvalidSpec.class, checks::done))
        .hasMessageContaining("<text>:3:13: a context that lies elsewhere is not fetched");
  }

  @Test
  void name_thatIsNone_isRefused() {
    ComposeProject project =
        StackSource.text(
                "services:\n  Web: {build: /src}\n  db: {build: /src, image: 'x@sha256:"
                    + "a".repeat(64)
                    + "'}\n")
            .name("shop")
            .load();
    checks = new Checks(project, ApiVersion.parse("1.49"));
    BuildChecks.of(checks, project, project.services().get("Web"), "shop-Web");
    BuildChecks.of(
        checks, project, project.services().get("db"), project.services().get("db").image());
    assertThat(catchThrowableOfType(InvalidSpec.class, checks::done))
        .hasMessageContaining(
            "<text>:2:9: its image would be called 'shop-Web', which is no name for one")
        .hasMessageContaining("<text>:3:21: what is built cannot have a digest in its name");
  }

  @Test
  void everythingElse_isCarriedOut() {
    ImageBuild build =
        of("context: /src, dockerfile: D, target: t, network: host, shm_size: 1m, tags: [a],"
                + " args: {A: 1}, labels: {l: m}, extra_hosts: ['h:1.2.3.4'], no_cache: true,"
                + " pull: true, platforms: [linux/arm64], ulimits: {nofile: 5}, provenance: false,"
                + " cache_from: [x]")
            .orElseThrow();
    checks.done();
    assertThat(checks.warnings()).hasSize(1).allMatch(w -> w.contains("cache_from has no effect"));
    assertThat(build.parameters().toJson().replace('"', '\''))
        .isEqualTo(
            "{'dockerfile':'D','target':'t','network':'host','platform':'linux/arm64',"
                + "'shm':1048576,'tags':['a'],'hosts':[{'name':'h','address':'1.2.3.4'}],"
                + "'ulimits':[{'name':'nofile','soft':5,'hard':5}],'pullBase':true,'noCache':true,"
                + "'context':'/src','labels':{'l':'m','com.docker.compose.version':'2.40.3',"
                + "'com.docker.compose.project':'shop','com.docker.compose.service':'web'}}");
    assertThat(build.secret().toJson()).isEqualTo("{\"args\":{\"A\":\"1\"}}");
  }
}
