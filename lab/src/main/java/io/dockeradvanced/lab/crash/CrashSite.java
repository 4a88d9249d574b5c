package io.dockeradvanced.lab.crash;

import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a scenario plays: an engine, a name of its own on it, and a folder for its state. The
 * processes of one site share what {@link #set} keeps.
 */
public final class CrashSite {
  private final String uri;
  private final String name;
  private final Path directory;
  private final JournalProbe probe;
  private final @Nullable LabEngine engine;

  /**
   * @param engine null in a child
   */
  CrashSite(
      String uri, String name, Path directory, JournalProbe probe, @Nullable LabEngine engine) {
    this.engine = engine;
    this.uri = uri;
    this.name = name;
    this.directory = directory;
    this.probe = probe;
  }

  /** The engine, or the proxy before it, as in {@code DOCKER_HOST}. */
  public String uri() {
    return uri;
  }

  /**
   * The engine itself, whatever lies before it; for preparing and checking.
   *
   * @throws IllegalStateException in the process that acts or recovers
   */
  public LabEngine engine() {
    if (engine == null) {
      throw new IllegalStateException("only the parent looks at the engine itself");
    }
    return engine;
  }

  /** A name that nothing else on the engine has. */
  public String name() {
    return name;
  }

  /** For stores, keys and files; goes away with the site. */
  public Path directory() {
    return directory;
  }

  /**
   * The store as the code under test must see it: its calls of {@code method} are counted, and one
   * of them is where the process is killed.
   */
  public <T> T journal(Class<T> type, T store, String method) {
    return probe.wrap(type, store, method);
  }

  /** Whether calls may never be answered, so that the deadline of calls had better be short. */
  public boolean stalls() {
    return Boolean.parseBoolean(get("stalls", "false"));
  }

  /** What {@link #set} kept. */
  public String get(String key, String otherwise) {
    return properties().getProperty(key, otherwise);
  }

  /** Keeps something for this and for later processes. */
  public void set(String key, String value) {
    Properties properties = properties();
    properties.setProperty(key, value);
    try (Writer out = Files.newBufferedWriter(file())) {
      properties.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (Files.exists(file())) {
      try (Reader in = Files.newBufferedReader(file())) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return properties;
  }

  private Path file() {
    return directory.resolve("site.properties");
  }

  @Override
  public String toString() {
    return name + " in " + directory;
  }
}
