package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dockeradvanced.lab.LabDocker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The docker command and we build the same directories; what both send must be the same archive but
 * for times and order. The docker command sends it to a server of ours, so no engine is needed.
 */
@Timeout(300)
class BuildContextOracleIT {
  private static final int TREES = Boolean.getBoolean("da.full") ? 120 : 30;
  private static final String[] NAMES = {
    "a",
    "b",
    "a.md",
    "b.txt",
    "docs",
    "keep",
    "x y",
    "Ünï",
    "a*b",
    "[z]",
    "very-" + "long".repeat(24)
  };
  private static final String[] PATTERNS = {
    "*",
    "**",
    "*.md",
    "**/*.md",
    "docs",
    "docs/",
    "/docs",
    "docs/**",
    "!docs/keep",
    "!docs",
    "!**/keep",
    "!*.md",
    "a",
    "!a",
    "a/b",
    "!a/b",
    "a/*",
    "!a/*/b",
    "**/a",
    "**/b/**",
    "?",
    "[a-c]*",
    "[^a]",
    "a\\*b",
    "# comment",
    "  ",
    "Dockerfile",
    ".dockerignore",
    "Dockerfile*",
    "./a/../b",
    "!Dockerfile",
    "keep/**/a",
    "docs/*/keep",
    "!docs/*/keep",
    "very-*"
  };

  @TempDir Path directory;

  private HttpServer server;
  private volatile byte[] sent = {};

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          byte[] answer = "OK".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Api-Version", "1.41");
          exchange.getResponseHeaders().set("Ostype", "linux");
          exchange.getResponseHeaders().set("Builder-Version", "1");
          if (exchange.getRequestURI().getPath().endsWith("/build")) {
            sent = body;
            answer = "{\"aux\":{\"ID\":\"sha256:1\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
          }
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(200, head ? -1 : answer.length);
          if (!head) {
            exchange.getResponseBody().write(answer);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
  }

  @Test
  void trees_withIgnoreFiles_areSentAsTheDockerCommandSendsThem() throws Exception {
    String docker = LabDocker.command();
    Random random = new Random(7);
    for (int i = 0; i < TREES; i++) {
      Path root = Files.createDirectory(directory.resolve("t" + i));
      grow(root, random, 0);
      Files.writeString(root.resolve("Dockerfile"), "FROM scratch\n");
      List<String> patterns = new ArrayList<>();
      for (int n = random.nextInt(7); n > 0; n--) {
        patterns.add(PATTERNS[random.nextInt(PATTERNS.length)]);
      }
      Files.writeString(root.resolve(".dockerignore"), String.join("\n", patterns));
      sent = new byte[0];
      boolean built = run(docker, "build", "-q", root.toString());
      List<String> ours = entries(BuildContext.of(root, "Dockerfile").archive());
      assertThat(built).as("the docker command builds").isTrue();
      List<String> theirs = entries(new ByteArrayInputStream(sent));
      List<String> more = new ArrayList<>(ours);
      more.removeAll(theirs);
      List<String> less = new ArrayList<>(theirs);
      less.removeAll(ours);
      assertThat(more).as("sent by us alone; ignored: " + patterns).isEmpty();
      assertThat(less).as("sent by docker alone; ignored: " + patterns).isEmpty();
    }
  }

  private static void grow(Path at, Random random, int depth) throws IOException {
    for (String name : NAMES) {
      Path path = at.resolve(name);
      switch (random.nextInt(depth < 3 ? 5 : 3)) {
        case 0 -> Files.writeString(path, name.repeat(random.nextInt(400)));
        case 1 -> {
          if (random.nextInt(3) == 0) {
            Files.createSymbolicLink(path, Path.of("../" + name + "/far"));
          } else if (random.nextBoolean()) {
            Files.writeString(path, "");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x--x"));
          }
        }
        case 2 -> {
          // Not there.
        }
        default -> {
          Files.createDirectory(path);
          grow(path, random, depth + 1);
        }
      }
    }
    Path first = at.resolve("a");
    if (random.nextInt(4) == 0 && Files.isRegularFile(first)) {
      Files.createLink(at.resolve("zz"), first);
    }
  }

  private boolean run(String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeIf(k -> k.startsWith("DOCKER_"));
    builder.environment().put("DOCKER_BUILDKIT", "0");
    builder.environment().put("DOCKER_CONFIG", directory.resolve("config").toString());
    builder.environment().put("DOCKER_HOST", "tcp://127.0.0.1:" + server.getAddress().getPort());
    try {
      Process process = builder.start();
      process.getInputStream().readAllBytes();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What an archive has, sorted: name, type, mode, owner, size, link, content. */
  static List<String> entries(InputStream tar) throws IOException {
    TreeSet<String> entries = new TreeSet<>();
    String name = "";
    String link = "";
    while (true) {
      byte[] h = tar.readNBytes(512);
      if (h.length < 512 || h[0] == 0) {
        tar.close();
        return List.copyOf(entries);
      }
      long size = Long.parseLong(text(h, 124, 12).strip(), 8);
      byte[] content = tar.readNBytes((int) size);
      tar.skipNBytes((512 - size % 512) % 512);
      char type = (char) h[156];
      if (type == 'x') {
        for (String record : records(content)) {
          name = record.startsWith("path=") ? record.substring(5) : name;
          link = record.startsWith("linkpath=") ? record.substring(9) : link;
        }
        continue;
      }
      String prefix = text(h, 345, 155);
      String plain = (prefix.isEmpty() ? "" : prefix + "/") + text(h, 0, 100);
      entries.add(
          "%s type %s mode %o owner %s:%s '%s:%s' size %d link %s content %d"
              .formatted(
                  name.isEmpty() ? plain : name,
                  type == '0' || type == 0 ? "file" : String.valueOf(type),
                  Long.parseLong(text(h, 100, 8).strip(), 8),
                  text(h, 108, 8).replaceFirst("^0+", ""),
                  text(h, 116, 8).replaceFirst("^0+", ""),
                  text(h, 265, 32),
                  text(h, 297, 32),
                  size,
                  link.isEmpty() ? text(h, 157, 100) : link,
                  java.util.Arrays.hashCode(content)));
      name = "";
      link = "";
    }
  }

  private static List<String> records(byte[] content) {
    List<String> records = new ArrayList<>();
    int at = 0;
    while (at < content.length) {
      int blank = at;
      while (content[blank] != ' ') {
        blank++;
      }
      int length = Integer.parseInt(new String(content, at, blank - at, StandardCharsets.UTF_8));
      records.add(new String(content, blank + 1, at + length - blank - 2, StandardCharsets.UTF_8));
      at += length;
    }
    return records;
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, StandardCharsets.UTF_8);
  }
}
