package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in the files of a user: it is read, or refused in words. */
class AnyFileProperties {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

  @Provide
  Arbitrary<String> lines() {
    Arbitrary<String> word =
        Arbitraries.of(
            "Host",
            "Match",
            "Include",
            "Port",
            "IdentityFile",
            "ProxyJump",
            "HostName",
            "User",
            "all",
            "host",
            "user",
            "!",
            "*",
            "?",
            "=",
            "\"",
            "'",
            "\\",
            "#",
            "%h",
            "%",
            "${A}",
            "~/x",
            "~x",
            "22",
            "a,b",
            "@",
            "[::1]",
            ",",
            "none",
            "\t",
            "\u00e4",
            "-1",
            "ssh://");
    return word.list()
        .ofMaxSize(40)
        .map(words -> String.join(" ", words))
        .list()
        .ofMaxSize(8)
        .map(all -> String.join("\n", all));
  }

  @Property(tries = 1000)
  void configuration_anyText_isReadOrInvalid(@ForAll("lines") String text) throws IOException {
    Path home = Files.createTempDirectory("home");
    Path file = home.resolve("config");
    try {
      Files.writeString(file, text);
      SshResolver resolver =
          new SshResolver(
              SshOptions.defaults().configFile(file),
              new SshEnvironment(home, "me", Map.of(), home));
      try {
        resolver.way(new SshAddress(null, "web1", 0, ""));
      } catch (InvalidSpec e) {
        // In words.
      }
      resolver.read(new ConfigValues("web1", null, 0, "me"), new LinkedHashSet<>());
    } catch (InvalidSpec e) {
      // In words.
    } finally {
      Files.delete(file);
      Files.delete(home);
    }
  }

  @Property(tries = 500)
  void privateKey_anyBytes_isUnusable(@ForAll byte[] bytes, @ForAll boolean withMagic)
      throws IOException {
    byte[] content = withMagic ? concat(MAGIC, bytes) : bytes;
    Path file = Files.createTempFile("key", "");
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      for (String text :
          List.of(
              "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                  + Base64.getMimeEncoder().encodeToString(content)
                  + "\n-----END OPENSSH PRIVATE KEY-----\n",
              "-----BEGIN RSA PRIVATE KEY-----\n"
                  + Base64.getMimeEncoder().encodeToString(content)
                  + "\n-----END RSA PRIVATE KEY-----\n",
              new String(content, StandardCharsets.ISO_8859_1))) {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        try {
          KeyFile.read(file, Optional.empty()).sign(new byte[1]);
        } catch (KeyFile.Unusable e) {
          // In words.
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = new byte[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
