package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine, asked for images it does not have, says how it reads their names, or why not. */
@Lab
@Timeout(300)
class ImageReferenceOracleIT {
  private static final int NAMES = Boolean.getBoolean("da.full") ? 5000 : 1000;
  private static final String[] PIECES = {
    "a",
    "b1",
    "Foo",
    "library",
    "docker.io",
    "index.docker.io",
    "localhost",
    "a_b.c",
    "x-",
    "-x",
    "y.z",
    ".",
    "..",
    "__",
    "___",
    "---",
    "/",
    "/",
    "/",
    ":",
    ":",
    ":80",
    "@",
    "@sha256:",
    "sha256:",
    "latest",
    "é",
    "%",
    "0123456789abcdef0123456789abcdef",
    "0123456789abcdef0123456789abcdef",
    "@sha999:",
    "@SHA256:"
  };

  @Test
  void names_areReadAsTheEngineReadsThem(LabEngine lab) {
    Random random = new Random(20261126);
    List<String> differences = new ArrayList<>();
    try (DockerHost host = DockerHost.connect(lab.uri())) {
      Engine engine = Engine.of(host);
      for (int i = 0; i < NAMES; i++) {
        StringBuilder name = new StringBuilder("q");
        for (int n = random.nextInt(7); n >= 0; n--) {
          name.append(PIECES[random.nextInt(PIECES.length)]);
        }
        String text = random.nextBoolean() ? name.toString() : name.substring(1);
        if (text.contains("/../")
            || text.contains("/./")
            || text.contains("//")
            || text.startsWith("/")
            || text.endsWith("/")
            || text.matches("(.*/)?\\.\\.?(/.*)?")) {
          continue; // changed by the way, as a path
        }
        if (text.matches("[0-9a-f]{1,64}")) {
          continue; // an id to this call, or the beginning of one
        }
        if (!engine.api().atLeast(1, 44) && text.matches("[^/.:]*[A-Z][^/.:]*/.*")) {
          continue; // old engines took no capital letters for the name of a registry
        }
        String theirs = theirs(engine, text);
        String ours = ours(text);
        if (!theirs.equals(ours)) {
          differences.add("'%s': the engine says %s, we say %s".formatted(text, theirs, ours));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static String theirs(Engine engine, String text) {
    try {
      String path = Call.segment(text).replace("%2F", "/");
      engine.json(Call.get("/images/" + path + "/json"));
      return "there";
    } catch (EngineRejected e) {
      String reason = e.reason();
      int at = reason.toLowerCase(java.util.Locale.ROOT).lastIndexOf("no such image: ");
      String last = reason.substring(at + "no such image: ".length());
      if (reason.contains("must be lowercase")) {
        return "must be lowercase";
      }
      for (String problem :
          List.of(
              "invalid reference format",
              "unsupported digest algorithm",
              "invalid checksum digest length",
              "invalid checksum digest format",
              "cannot specify 64-byte")) {
        if (reason.contains(problem)) {
          return problem;
        }
      }
      return last;
    }
  }

  private static String ours(String text) {
    try {
      return ImageReference.parse(text).orLatest().familiar();
    } catch (InvalidSpec e) {
      String message = e.findings().get(0).message();
      return message.contains("must be lowercase") ? "must be lowercase" : message;
    }
  }
}
