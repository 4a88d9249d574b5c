package io.dockeradvanced.image.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.internal.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** What a build is made of, as one digest. */
final class BuildDigest {
  private static final int PIECE = 32 << 10;

  private final MessageDigest digest;

  private BuildDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String of(BuildSpec spec, BuildContext context) {
    BuildDigest all = new BuildDigest();
    all.options(spec);
    all.text(context.dockerfileText());
    for (TarEntry entry : context.files()) {
      // .dockerignore names a Dockerfile from elsewhere, whose name is another one each time.
      if (!context.isMadeUp(entry) && !entry.name().equals(".dockerignore")) {
        all.entry(spec, entry);
      }
    }
    return "sha256:" + HexFormat.of().formatHex(all.digest.digest());
  }

  private void options(BuildSpec spec) {
    text(spec.target());
    text(spec.network());
    text(spec.isolation());
    text(spec.platform().map(Platform::toString).orElse(""));
    text(Long.toString(spec.shmSize()));
    text(spec.extraHosts().toString());
    text(spec.ulimits().toString());
    new TreeMap<>(spec.labels()).forEach((name, value) -> text(name + "=" + value));
    text("");
    new TreeMap<>(spec.args())
        .forEach((name, value) -> text(name + (value == null ? "" : "=" + value)));
    text("");
  }

  private void entry(BuildSpec spec, TarEntry entry) {
    text(entry.name());
    text(entry.type() + " " + Integer.toOctalString(entry.mode()) + " " + entry.size());
    text(entry.link());
    if (!entry.isFile()) {
      return;
    }
    byte[] piece = new byte[PIECE];
    try (InputStream content = entry.content().open()) {
      int n;
      while ((n = content.read(piece)) >= 0) {
        digest.update(piece, 0, n);
      }
    } catch (IOException e) {
      throw new InvalidSpec(
          spec.context().resolve(entry.name()).toString(),
          0,
          0,
          "the file cannot be read: " + e.getMessage());
    }
  }

  /** With its length, so that no two lists of texts look alike. */
  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }
}
