package io.dockeradvanced.lab.crash;

import io.dockeradvanced.lab.LabFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link CrashChild} as its parent sees it. */
final class ChildProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 180;

  private final Process process;
  private final BufferedReader lines;
  private final Path directory;

  private ChildProcess(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one that waits for its job. The library that SQLite's driver unpacks stays behind when
   * its process is killed, so it goes to a directory that is removed with the log.
   */
  static ChildProcess start() throws IOException {
    Path directory = Files.createTempDirectory("crash-child");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-Dorg.sqlite.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName())
            .redirectError(log(directory).toFile())
            .start();
    return new ChildProcess(process, directory);
  }

  /** Lets it do its job until it reaches its point or its end. */
  Ended run(CrashChild.Job job) throws IOException {
    expect(CrashChild.READY);
    process.getOutputStream().write((job.line() + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    String line = line();
    if (line == null) {
      return failed(0, "it ended without a word; its log: " + log());
    }
    String[] words = line.split(" ", 3);
    return switch (words[0]) {
      case CrashChild.REACHED -> new Ended(Kind.REACHED, job.point().write(), "", List.of());
      case CrashChild.DONE ->
          new Ended(Kind.DONE, Integer.parseInt(words[1]), "", CrashChild.claims(words[2]));
      default -> failed(Integer.parseInt(words[1]), words[2] + "; its log: " + log());
    };
  }

  private static Ended failed(int writes, String message) {
    return new Ended(Kind.FAILED, writes, message, List.of());
  }

  enum Kind {
    REACHED,
    DONE,
    FAILED
  }

  /**
   * How far it came.
   *
   * @param writes how many writes it has made, or begun
   * @param claims what it said at its end
   */
  record Ended(Kind kind, int writes, String message, List<Claim> claims) {
    boolean reached() {
      return kind == Kind.REACHED;
    }

    /** What it said last; empty when it was killed, or had nothing to recover. */
    Optional<Claim> claim() {
      return claims.isEmpty() ? Optional.empty() : Optional.of(claims.get(claims.size() - 1));
    }
  }

  private void expect(String word) throws IOException {
    String line = line();
    if (!word.equals(line)) {
      throw new IOException("a child said '" + line + "' instead of " + word + ": " + log());
    }
  }

  private @Nullable String line() throws IOException {
    CompletableFuture<@Nullable String> next =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return lines.readLine();
              } catch (IOException e) {
                return null;
              }
            },
            // Not on threads that others may all be blocked in.
            reading -> {
              Thread reader = new Thread(reading, "crash-child-reader");
              reader.setDaemon(true);
              reader.start();
            });
    try {
      return next.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("a child was silent for " + LIMIT_SECONDS + " s: " + log(), e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a child ran", e);
    }
  }

  private static Path log(Path directory) {
    return directory.resolve("log");
  }

  private String log() {
    try {
      return Files.readString(log(directory));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws IOException {
    process.destroyForcibly();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new IOException("a killed child is still there: " + process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    lines.close();
    LabFiles.delete(directory);
  }
}
