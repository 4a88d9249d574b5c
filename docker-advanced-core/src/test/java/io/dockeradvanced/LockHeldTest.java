package io.dockeradvanced;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LockHeldTest {
  @Test
  void message_ofTheLockOfAStack_namesTheStack() {
    assertThat(new LockHeld("web1", "stack-my-shop", "alice", Instant.EPOCH))
        .hasMessage(
            "web1: stack my-shop is being changed by alice (its lease ends 1970-01-01T00:00:00Z);"
                + " wait for it, or run recover if it is dead");
  }
}
