package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are named for a load: their profiles, and the files of the others. */
class EnabledServicesTest {
  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("good.env"), "A=1\n");
    Files.writeString(directory.resolve("bad.env"), "A='1\n");
  }

  private StackSource source(String yaml) {
    return StackSource.text(yaml)
        .name("shop")
        .workingDirectory(directory)
        .processEnvironment(Map.of());
  }

  private static String refusal(StackSource source) {
    InvalidSpec refusal = catchThrowableOfType(InvalidSpec.class, source::load);
    assertThat(refusal).isNotNull();
    return String.valueOf(refusal.getMessage());
  }

  // ---- profiles

  private static final String PROFILES =
      """
      services:
        web: {image: x}
        debug: {image: x, profiles: [tools, more], depends_on: [db]}
        shell: {image: x, profiles: [tools]}
        db: {image: x, profiles: [more]}
        other: {image: x, profiles: [other]}
      """;

  @Test
  void enable_switchesTheServiceOn_andWhatItDependsOnInTheSameProfiles() {
    ComposeProject project = source(PROFILES).enable("debug").load();
    assertThat(project.services()).containsOnlyKeys("web", "debug", "db");
    assertThat(project.disabledServices()).containsExactly("other", "shell");
    assertThat(source(PROFILES).load().services()).containsOnlyKeys("web");
  }

  @Test
  void enable_ofOneThatIsOn_switchesNothingElseOn() {
    assertThat(source(PROFILES).enable("web").load().services()).containsOnlyKeys("web");
    ComposeProject project = source(PROFILES).profile("more").enable("db").load();
    assertThat(project.services()).containsOnlyKeys("web", "debug", "db");
  }

  @Test
  void enable_addsToTheChosenProfiles() {
    ComposeProject project = source(PROFILES).profile("other").enable("shell", "db").load();
    assertThat(project.disabledServices()).containsExactly("debug");
  }

  /** Nobody asked for them. */
  @Test
  void othersOfTheSameProfile_mayBeWrong() {
    String file =
        """
        services:
          debug: {image: x, profiles: [p]}
          side: {image: x, profiles: [p], depends_on: [off], ports: ["80:80"], networks: [none]}
          off: {image: x, profiles: [q]}
        """;
    assertThat(source(file).enable("debug").load().services()).containsOnlyKeys("debug");
    assertThat(refusal(source(file).profile("p"))).contains("depends on off");
  }

  @Test
  void portsAndNames_clashAmongTheMeantAlone() {
    String file =
        """
        services:
          web: {image: x, container_name: one, ports: ["80:80"], depends_on: [db]}
          db: {image: x}
          other: {image: x, container_name: one, ports: ["80:80"]}
        """;
    assertThat(source(file).enable("web").load().services()).hasSize(3);
    assertThat(refusal(source(file).enable("web", "other"))).contains("taken by the service");
    assertThat(refusal(source(file))).contains("80/tcp");
  }

  @Test
  void enable_ofWhatIsNoService_isLeftToWhoWantsIt() {
    assertThat(source(PROFILES).enable("nobody").load().services()).containsOnlyKeys("web");
  }

  @Test
  void enable_withADependencyThatStaysOff_isRefused() {
    String file =
        "services: {a: {image: x, profiles: [p], depends_on: [b]}, b: {image: x, profiles: [q]}}";
    assertThat(source(file).load().services()).isEmpty();
    assertThat(refusal(source(file).enable("a"))).contains("profiles switches on");
    assertThat(source(file).enable("a", "b").load().services()).containsOnlyKeys("a", "b");
  }

  // ---- files of services

  private static String file(String what) {
    return """
        services:
          web: {image: x, depends_on: [db]}
          db: {image: x, env_file: good.env}
          side: {image: x, %s}
          late: {image: x, depends_on: [side]}
          later: {image: x, links: [late]}
          free: {image: x, depends_on: [web]}
        """
        .formatted(what);
  }

  @Test
  void filesOfOthers_thatCannotBeRead_putThemAside() {
    for (String bad :
        new String[] {"env_file: no.env", "env_file: bad.env", "label_file: no.labels"}) {
      StackSource source = source(file(bad));
      assertThat(refusal(source)).as(bad).isNotEmpty();
      ComposeProject project = source.enable("web").load();
      assertThat(project.services()).as(bad).containsOnlyKeys("web", "db", "free");
      assertThat(project.disabledServices()).as(bad).containsExactly("late", "later", "side");
      assertThat(project.services().get("db").environment()).containsEntry("A", "1");
    }
  }

  @Test
  void filesOfTheNamed_andOfWhatTheyDependOn_mustBeThere() {
    StackSource source = source(file("env_file: no.env"));
    assertThat(refusal(source.enable("side"))).contains("no.env");
    assertThat(refusal(source.enable("later"))).contains("no.env");
    assertThat(refusal(source.enable("web", "late"))).contains("no.env");
  }

  @Test
  void filesOfOthers_thatAreThere_areRead() {
    ComposeProject project = source(file("env_file: good.env")).enable("web").load();
    assertThat(project.services().get("side").environment()).containsEntry("A", "1");
    assertThat(project.disabledServices()).isEmpty();
    assertThat(project.configHash("web"))
        .isEqualTo(source(file("env_file: good.env")).load().configHash("web"));
  }

  @Test
  void withoutServiceFiles_nothingIsRead_andNoHashIsMade() {
    ComposeProject project = source(file("env_file: no.env")).withoutServiceFiles().load();
    assertThat(project.services()).hasSize(6);
    assertThat(project.services().get("db").environment()).isEmpty();
    assertThatThrownBy(() -> project.configHash("db"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("service db names");
    String without = "services: {web: {image: x}}";
    assertThat(source(without).withoutServiceFiles().load().configHash("web"))
        .isEqualTo(source(without).load().configHash("web"));
  }

  @Test
  void only_hasNothingOfTheOthers() {
    ComposeProject web =
        source(file("env_file: no.env").replace("env_file: good.env", "init: true"))
            .withoutServiceFiles()
            .load()
            .only(List.of("web"));
    assertThat(web.services()).containsOnlyKeys("web", "db");
    assertThat(web.configHash("web")).hasSize(64);
    assertThatThrownBy(() -> web.only(List.of("wbe", "late")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no profile that is on has service late");
  }

  @Test
  void projectOfOneService_canBeLoadedAgainFromWhatItShows() {
    ComposeProject project = source(file("env_file: no.env")).enable("web").load();
    ComposeProject again = source(project.toYaml()).load();
    assertThat(again.toJson()).isEqualTo(project.toJson());
  }
}
