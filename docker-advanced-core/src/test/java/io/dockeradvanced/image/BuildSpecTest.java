package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BuildSpecTest {
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
