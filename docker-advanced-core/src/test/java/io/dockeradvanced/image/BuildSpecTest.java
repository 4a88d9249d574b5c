package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.internal.BuildKeys;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildSpecTest {
  @Test
  void ofCompose_withEveryKeyOfTheClassicBuilder_isRead() {
    Map<String, Object> build = new LinkedHashMap<>();
    build.put("context", "app");
    build.put("dockerfile", "other/Dockerfile");
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("A", "1");
    args.put("B", null);
    build.put("args", args);
    build.put("labels", List.of("x=y", "bare"));
    build.put("tags", List.of("shop/web:1", "web"));
    build.put("target", "run");
    build.put("network", "host");
    build.put("shm_size", 1024);
    build.put("extra_hosts", List.of("a=1.2.3.4", "b:::1"));
    build.put("pull", true);
    build.put("no_cache", true);
    build.put("platform", "linux/arm64");
    build.put("isolation", "default");

    BuildSpec spec = BuildSpec.ofCompose(build, Path.of("/p"));

    assertThat(spec.context()).isEqualTo(Path.of("/p/app"));
    assertThat(spec.dockerfile()).isEqualTo("other/Dockerfile");
    assertThat(spec.args()).containsEntry("A", "1").containsEntry("B", null);
    assertThat(spec.labels()).containsEntry("x", "y").containsEntry("bare", "");
    assertThat(spec.tags())
        .map(ImageReference::familiar)
        .containsExactly("shop/web:1", "web:latest");
    assertThat(spec.target()).isEqualTo("run");
    assertThat(spec.network()).isEqualTo("host");
    assertThat(spec.shmSize()).isEqualTo(1024);
    assertThat(spec.extraHosts()).containsExactly("a:1.2.3.4", "b:::1");
    assertThat(spec.pull()).isTrue();
    assertThat(spec.noCache()).isTrue();
    assertThat(spec.platform()).contains(Platform.parse("linux/arm64"));
    assertThat(spec.isolation()).isEqualTo("default");
  }

  @Test
  void ofCompose_withKeysOfBuildKit_isRefusedByName() {
    assertThat(BuildKeys.needBuildKit()).hasSize(13);
    for (String key : BuildKeys.needBuildKit().keySet()) {
      assertThatThrownBy(() -> BuildSpec.ofCompose(Map.of(key, "x"), Path.of(".")))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageStartingWith("build." + key + ": ")
          .hasMessageContaining("BuildKit");
    }
  }

  @Test
  void ofCompose_withOtherMistakes_isRefusedWithItsKey() {
    assertRefused(Map.of("contxt", "."), "build.contxt: there is no such key");
    assertRefused(Map.of("pull", "yes"), "build.pull: true or false");
    assertRefused(Map.of("shm_size", "big"), "build.shm_size: a number");
    assertRefused(Map.of("tags", "x"), "build.tags: a list");
    assertRefused(Map.of("context", "https://x/y.git"), "build.context: contexts from elsewhere");
    assertRefused(Map.of("dockerfile", " "), "build.dockerfile: the path");
  }

  private static void assertRefused(Map<String, Object> build, String message) {
    assertThatThrownBy(() -> BuildSpec.ofCompose(build, Path.of(".")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void setters_leaveTheFormerValueAsItWas() {
    BuildSpec bare = BuildSpec.of(Path.of("."));
    BuildSpec named = bare.tag("web").arg("A", "1").label("l", "1").extraHost("h", "1");
    assertThat(bare.tags()).isEmpty();
    assertThat(bare.args()).isEmpty();
    assertThat(named.tag("other").tags()).hasSize(2);
    assertThat(named.tags()).hasSize(1);
  }
}
