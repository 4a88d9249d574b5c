package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabScriptsTest {
  @TempDir Path folder;

  private Path script(String text) throws Exception {
    Path script = folder.resolve("script");
    Files.writeString(script, "#!/bin/sh\n" + text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @Test
  void project_fromAFolderInside_isFound() {
    assertThat(LabScripts.project().resolve("lab/engine")).isExecutable();
  }

  @Test
  void project_outsideOfIt_saysWhatToDo() {
    assertThatThrownBy(() -> LabScripts.project(folder))
        .isInstanceOf(LabUnavailable.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("inside the project");
  }

  @Test
  void lastLine_ofScriptThatTalks_isItsResult() throws Exception {
    Path script = script("echo working >&2; echo one; echo \"two $1 $WORD\"");
    assertThat(LabScripts.lastLine(script, Map.of("WORD", "b"), "a")).isEqualTo("two a b");
  }

  @Test
  void lastLine_ofScriptThatFails_throwsItsOwnSentence() throws Exception {
    Path script = script("echo 'lab: there is no engine; start one.' >&2; exit 1");
    assertThatThrownBy(() -> LabScripts.lastLine(script, Map.of()))
        .isInstanceOf(LabUnavailable.class)
        .hasMessage("lab: there is no engine; start one.");
  }

  @Test
  void names_ofTwoTests_differAndAreRecognised() {
    LabNames one = LabNames.create();
    LabNames other = LabNames.create();
    String name = one.unique("web");
    assertThat(name).matches("web-[a-z0-9]+").isNotEqualTo(one.unique("web"));
    assertThat(one.areIn(name + "-db-1")).isTrue();
    assertThat(other.areIn(name)).isFalse();
    assertThatThrownBy(() -> one.unique("Web")).hasMessageContaining("'Web'");
  }
}
