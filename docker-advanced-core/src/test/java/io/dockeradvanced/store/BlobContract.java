package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blobs, and the life of a store. */
interface BlobContract extends StoreFixture {

  @Test
  default void putBlob_twice_keepsItOnceUnderItsDigest() {
    byte[] content = "abc".getBytes(StandardCharsets.UTF_8);
    String digest = store().putBlob(content);
    assertThat(digest)
        .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(store().putBlob(content)).isEqualTo(digest);
    assertThat(store().blob(digest).orElseThrow()).isEqualTo(content);
    assertThat(store().deleteBlob(digest)).isTrue();
    assertThat(store().deleteBlob(digest)).isFalse();
    assertThat(store().blob(digest)).isEmpty();
  }

  @Test
  default void blob_ofSizesAtTheLimits_comesBackAsItWas() {
    for (int size : new int[] {0, 1, 1 << 20, Limits.BLOB_BYTES}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      String digest = store().putBlob(content);
      assertThat(java.util.Arrays.equals(store().blob(digest).orElseThrow(), content)).isTrue();
    }
    assertThatThrownBy(() -> store().putBlob(new byte[Limits.BLOB_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most");
  }

  @Test
  default void blob_changedByTheCallerAfterwards_staysAsItWas() {
    byte[] content = {1, 2, 3};
    String digest = store().putBlob(content);
    content[0] = 9;
    store().blob(digest).orElseThrow()[1] = 9;
    assertThat(store().blob(digest).orElseThrow()).containsExactly(1, 2, 3);
  }

  @Test
  default void use_afterClose_saysSo() {
    store().write(new Batch().put("k", "a", 0, "{}"));
    store().close();
    store().close();
    assertThatThrownBy(() -> store().get("k", "a"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageEndingWith("is closed");
    assertThatThrownBy(() -> store().write(new Batch().put("k", "a", Batch.ANY, "{}")))
        .isInstanceOf(StoreFailed.class)
        .hasMessageEndingWith("is closed");
  }

  @Test
  default void write_byAnInterruptedThread_isDoneAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      store().write(new Batch().put("k", "a", 0, "{}"));
      assertThat(store().get("k", "a")).isPresent();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
