package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnContainerTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void ids_inAContainer_areItsOwn() {
    assertThat(
            OwnContainer.ids(
                List.of(
                    "1 2 8:1 /var/lib/docker/containers/%s/hostname /etc/hostname rw - ext4 x rw"
                        .formatted(ID),
                    "3 2 8:1 / / rw - overlay overlay rw")))
        .containsExactly(ID);
  }

  @Test
  void ids_onAServer_areNoneThoughItSeesThoseOfAll() {
    assertThat(
            OwnContainer.ids(
                List.of(
                    "1 2 0:5 / /var/lib/docker/containers/%s/mounts/shm rw - tmpfs shm rw"
                        .formatted(ID))))
        .isEmpty();
  }
}
