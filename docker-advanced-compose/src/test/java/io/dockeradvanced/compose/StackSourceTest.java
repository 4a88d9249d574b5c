package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackSourceTest {
  private static final String YAML = "services: {web: {image: 'x:${TAG-none}'}}\n";

  @TempDir Path directory;

  private static String image(StackSource source) {
    return source.load().services().get("web").image();
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private StackSource quiet(StackSource source) {
    return source.processEnvironment(Map.of());
  }

  @Test
  void file_variables_comeFromTheNearestPlace() throws IOException {
    StackSource file = quiet(StackSource.file(write("shop/compose.yaml", YAML)));
    assertThat(image(file)).isEqualTo("x:none");
    write("shop/.env", "TAG=env");
    assertThat(image(file)).isEqualTo("x:env");
    Path one = write("one.env", "TAG=one");
    Path two = write("two.env", "TAG=two");
    assertThat(image(file.envFile(one).envFile(two))).isEqualTo("x:two");
    assertThat(image(file.envFile(one).processEnvironment(Map.of("TAG", "process"))))
        .isEqualTo("x:process");
    assertThat(image(file.processEnvironment(Map.of("TAG", "process")).variable("TAG", "explicit")))
        .isEqualTo("x:explicit");
  }

  @Test
  void file_project_isNamedAfterItsDirectory() throws IOException {
    ComposeProject project = quiet(StackSource.file(write("My Shop/compose.yaml", YAML))).load();
    assertThat(project.name()).isEqualTo("myshop");
    assertThat(project.workingDirectory()).contains(directory.resolve("My Shop"));
    assertThat(project.configFiles()).containsExactly(directory.resolve("My Shop/compose.yaml"));
    assertThat(project.environmentFiles()).isEmpty();
  }

  @Test
  void name_ofSeveralPlaces_isTheStrongest() throws IOException {
    Path file = write("dir/compose.yaml", "name: inside\n" + YAML);
    StackSource source = quiet(StackSource.file(file));
    assertThat(source.load().name()).isEqualTo("inside");
    StackSource process = source.processEnvironment(Map.of("COMPOSE_PROJECT_NAME", "process"));
    assertThat(process.load().name()).isEqualTo("process");
    assertThat(process.name("given").load().name()).isEqualTo("given");
  }

  @Test
  void envFile_named_isReportedAndReplacesTheDefault() throws IOException {
    Path file = write("compose.yaml", YAML);
    write(".env", "TAG=default");
    Path named = write("named.env", "OTHER=1");
    ComposeProject project = quiet(StackSource.file(file)).envFile(named).load();
    assertThat(project.environmentFiles()).containsExactly(named);
    assertThat(project.services().get("web").image()).isEqualTo("x:none");
  }

  @Test
  void files_later_areLaidOverEarlier() throws IOException {
    Path one = write("a/compose.yaml", YAML);
    Path two = write("b/more.yaml", "services: {web: {image: y, volumes: ['./v:/v']}}");
    ComposeProject project = quiet(StackSource.files(List.of(one, two))).load();
    assertThat(project.services().get("web").image()).isEqualTo("y");
    assertThat(project.services().get("web").mounts().get(0).source())
        .isEqualTo(directory.resolve("a/v").toString());
  }

  @Test
  void discover_overrideAndParents_areFound() throws IOException {
    Path inner = Files.createDirectories(directory.resolve("x/y"));
    write("x/docker-compose.yml", YAML);
    write("x/compose.override.yaml", "services: {web: {user: root}}");
    ComposeProject project = quiet(StackSource.discover(inner)).load();
    assertThat(project.name()).isEqualTo("x");
    assertThat(project.services().get("web").user()).isEqualTo("root");
    write("x/y/compose.yaml", "services: {web: {image: nearer}}");
    assertThat(image(quiet(StackSource.discover(inner)))).isEqualTo("nearer");
  }

  @Test
  void discover_composeFileVariable_isObeyed() throws IOException {
    write("one.yaml", YAML);
    write("two.yaml", "services: {web: {user: me}}");
    StackSource source =
        StackSource.discover(directory)
            .processEnvironment(Map.of("COMPOSE_FILE", "one.yaml:two.yaml"));
    assertThat(source.load().services().get("web").user()).isEqualTo("me");
  }

  @Test
  void standardInput_alone_liesInTheWorkingDirectory() {
    StackSource source =
        StackSource.file(Path.of("-")).standardInput(stream("name: shop\n" + YAML));
    ComposeProject project = quiet(source).load();
    assertThat(project.name()).isEqualTo("shop");
    assertThat(project.workingDirectory()).contains(Path.of("").toAbsolutePath());
    assertThat(project.configFiles()).containsExactly(Path.of("-"));
    assertThat(project.where("services.web.image")).contains("<stdin>:2:18");
  }

  @Test
  void standardInput_loadedAgain_isTheSame() {
    StackSource source = quiet(StackSource.file(Path.of("-")).standardInput(stream(YAML)));
    assertThat(image(source.variable("TAG", "1"))).isEqualTo("x:1");
    assertThat(image(source.variable("TAG", "2"))).isEqualTo("x:2");
  }

  @Test
  void standardInput_besideAFile_liesInItsDirectory() throws IOException {
    Path file = write("shop/compose.yaml", "services: {web: {user: me}}");
    write("shop/.env", "TAG=env");
    StackSource source = StackSource.files(List.of(Path.of("-"), file)).standardInput(stream(YAML));
    ComposeProject project = quiet(source).load();
    assertThat(project.name()).isEqualTo("shop");
    assertThat(project.services().get("web").image()).isEqualTo("x:env");
    assertThat(project.services().get("web").user()).isEqualTo("me");
    assertThat(project.configFiles()).containsExactly(Path.of("-"), file);
  }

  @Test
  void standardInput_namedByComposeFile_liesInTheDirectoryOfTheSearch() {
    StackSource source =
        StackSource.discover(directory)
            .standardInput(stream(YAML))
            .processEnvironment(Map.of("COMPOSE_FILE", "-"));
    assertThat(source.load().workingDirectory()).contains(directory);
    assertThat(image(source)).isEqualTo("x:none");
  }

  @Test
  void standardInput_namedTwice_isReadOnce() {
    String yaml = "services: {web: {image: x, ports: ['80']}}";
    StackSource source =
        StackSource.files(List.of(Path.of("-"), Path.of("-"))).standardInput(stream(yaml));
    assertThat(quiet(source).load().services().get("web").ports()).hasSize(1);
  }

  @Test
  void standardInput_thatCannotBeUsed_saysWhere() {
    StackSource source = quiet(StackSource.file(Path.of("-")));
    assertThatThrownBy(() -> source.standardInput(stream("services: 5")).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageStartingWith("<stdin>:1:11: ");
    assertThatThrownBy(() -> source.standardInput(stream("")).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("<stdin>")
        .hasMessageContaining("empty");
    assertThatThrownBy(
            () -> source.standardInput(new ByteArrayInputStream(new byte[] {(byte) 0xff})).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("<stdin>")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void dash_withoutStandardInput_isAFile() {
    assertThatThrownBy(() -> quiet(StackSource.file(Path.of("-"))).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("does not exist");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void text_processEnvironment_isNotSeen() {
    String yaml = "services: {web: {image: 'x:${PATH-none}'}}";
    assertThat(image(StackSource.text(yaml).name("s"))).isEqualTo("x:none");
    assertThat(image(StackSource.text(yaml).name("s").processEnvironment(Map.of("PATH", "p"))))
        .isEqualTo("x:p");
  }

  @Test
  void profile_chosen_switchesServicesOn() {
    String yaml = "services: {web: {image: x}, debug: {image: y, profiles: [debug]}}";
    StackSource source = StackSource.text(yaml).name("s");
    assertThat(source.load().services()).containsOnlyKeys("web");
    assertThat(source.profile("debug").load().services()).containsOnlyKeys("web", "debug");
    assertThat(source.profile("*").load().services()).containsOnlyKeys("web", "debug");
  }

  @Test
  void source_anySetter_leavesTheOldOneAlone() {
    StackSource source = StackSource.text(YAML).name("s");
    StackSource tagged = source.variable("TAG", "1");
    assertThat(image(source)).isEqualTo("x:none");
    assertThat(image(tagged)).isEqualTo("x:1");
  }
}
