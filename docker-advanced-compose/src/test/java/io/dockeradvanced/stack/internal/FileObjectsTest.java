package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of configs and secrets: mounts, files that are put in, or a refusal. */
class FileObjectsTest {
  private static final String REST =
      """
      configs:
        text: {content: hello}
        file: {file: /etc/hostname}
        nothing: {content: ""}
        outside: {external: true}
      secrets:
        variable: {environment: SET}
        unset: {environment: NOT_SET}
        file: {file: /etc/hostname}
        outside: {external: true}
        templated: {file: /etc/hostname, template_driver: golang}
      """;

  private Checks checks = new Checks(project("labels: {}"), ApiVersion.parse("1.49"));

  private static ComposeProject project(String lines) {
    String file = "services:\n  web:\n    image: x\n    " + lines + "\n" + REST;
    return StackSource.text(file).name("shop").variable("SET", "secret").load();
  }

  private FileObjects of(String lines) {
    ComposeProject project = project(lines);
    checks = new Checks(project, ApiVersion.parse("1.49"));
    new UnsupportedChecks(attribute -> checks, Json::object).check(project);
    return FileObjects.of(project, checks, project.services().get("web"));
  }

  private static String mounts(FileObjects files) {
    return files.mounted(Data.empty()).toJson().replace('"', '\'');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "secrets: [file] | {'Type':'bind','Source':'/etc/hostname','Target':'/run/secrets/file','ReadOnly':true,'BindOptions':{}}",
        "secrets: [{source: file, target: a/b}] | {'Type':'bind','Source':'/etc/hostname','Target':'/run/secrets/a/b','ReadOnly':true,'BindOptions':{}}",
        "secrets: [{source: file, target: /a}] | {'Type':'bind','Source':'/etc/hostname','Target':'/a','ReadOnly':true,'BindOptions':{}}",
        "configs: [file] | {'Type':'bind','Source':'/etc/hostname','Target':'/file','ReadOnly':true}",
        "configs: [{source: file, target: a}] | {'Type':'bind','Source':'/etc/hostname','Target':'/a','ReadOnly':true}",
      })
  void file_isMounted(String lines, String mount) {
    FileObjects files = of(lines);
    checks.done();
    assertThat(mounts(files)).isEqualTo("{'HostConfig':{'Mounts':[" + mount + "]}}");
    assertThat(files.copies()).isEmpty();
    assertThat(files.targets()).hasSize(1);
  }

  @Test
  void file_whereAVolumeIsMounted_givesWay() {
    FileObjects files = of("configs: [file]\n    volumes: ['/var/x:/file']");
    checks.done();
    assertThat(mounts(files)).isEqualTo("{}");
  }

  @Test
  void content_isPutIn() {
    FileObjects files =
        of(
            "configs: [text, {source: text, target: a, uid: '7', mode: 0600}]\n    secrets: [variable]");
    checks.done();
    assertThat(mounts(files)).isEqualTo("{}");
    assertThat(files.copies())
        .extracting(file -> file.text("target"))
        .containsExactly("/run/secrets/variable", "/text", "/a");
    assertThat(files.copies())
        .extracting(FileObjectsTest::content)
        .containsExactly("secret", "hello", "hello");
    assertThat(files.copies())
        .extracting(file -> file.number("mode", 0))
        .containsExactly(0444L, 0444L, 0600L);
    assertThat(files.copies())
        .extracting(file -> file.flag("owned"))
        .containsExactly(false, false, true);
    assertThat(files.hidden()).isEqualTo(List.of("secret"));
  }

  private static String content(Data file) {
    return new String(Base64.getDecoder().decode(file.text("content")), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "configs: [outside] | 9:13: only Swarm has a config that is not in the file; say where the content is with file, environment or content",
        "secrets: [outside] | 14:13: only Swarm has a secret that is not in the file; say where the content is with file or environment",
        "secrets: [templated] | 15:36: only Swarm has a secret that is not in the file; say where the content is with file or environment",
        "secrets: [unset] | 12:11: the variable NOT_SET that secret unset needs is not set",
        "secrets: [{source: variable, uid: root}] | 4:34: 'root' is not the number of a user or group",
        "secrets: [{source: variable, gid: '99999999999'}] | 4:34: '99999999999' is not the number of a user or group",
        "{configs: [text], read_only: true} | 4:20: nothing can be put into a container that is read-only; give config text a file",
      })
  void what_cannotBeCarriedOut_isRefusedByItsPlace(String lines, String message) {
    of(lines.startsWith("{") ? "<<: " + lines : lines);
    InvalidSpec refused = catchThrowableOfType(InvalidSpec.class, checks::done);
    assertThat(refused).hasMessage("<text>:" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "configs: [nothing] | its content is empty, so that no file is made of it",
        "configs: [{source: file, mode: 0400}] | uid, gid and mode have no effect on a file that is mounted",
      })
  void what_hasNoEffect_isWarnedOf(String lines, String words) {
    of(lines);
    checks.done();
    assertThat(checks.warnings()).hasSize(1).allMatch(warning -> warning.contains(words));
  }
}
