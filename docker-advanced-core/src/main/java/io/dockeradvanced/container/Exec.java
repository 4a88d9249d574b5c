package io.dockeradvanced.container;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command to run in a container that runs. Immutable.
 *
 * <pre>{@code
 * ExecResult result = containers.exec("shop-db-1",
 *     Exec.command("psql", "-c", "select 1").user("postgres").within(Duration.ofSeconds(30)));
 * }</pre>
 */
public final class Exec {
  private final List<String> command;
  private final @Nullable String user;
  private final @Nullable String directory;
  private final Map<String, String> environment;
  private final Set<String> removed;
  private final boolean privileged;
  private final boolean terminal;
  private final @Nullable TerminalSize size;
  private final @Nullable Duration limit;

  private Exec(
      List<String> command,
      @Nullable String user,
      @Nullable String directory,
      Map<String, String> environment,
      Set<String> removed,
      boolean privileged,
      boolean terminal,
      @Nullable TerminalSize size,
      @Nullable Duration limit) {
    this.command = command;
    this.user = user;
    this.directory = directory;
    this.environment = environment;
    this.removed = removed;
    this.privileged = privileged;
    this.terminal = terminal;
    this.size = size;
    this.limit = limit;
  }

  /** A program and its arguments; no shell looks at them. */
  public static Exec command(String... words) {
    return command(List.of(words));
  }

  /** As the other one. */
  public static Exec command(List<String> words) {
    if (words.isEmpty() || words.get(0).isEmpty()) {
      throw new IllegalArgumentException("the command is empty");
    }
    return new Exec(List.copyOf(words), null, null, Map.of(), Set.of(), false, false, null, null);
  }

  /** Runs it as this user, {@code name}, {@code uid} or {@code uid:gid}. */
  public Exec user(String name) {
    requireNonNull(name, "name is null");
    return new Exec(
        command, name, directory, environment, removed, privileged, terminal, size, limit);
  }

  /** Runs it in this directory of the container. */
  public Exec directory(String path) {
    requireNonNull(path, "path is null");
    return new Exec(command, user, path, environment, removed, privileged, terminal, size, limit);
  }

  /** Adds a variable to the container's environment. */
  public Exec environment(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("'" + name + "' is no name of a variable");
    }
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, requireNonNull(value, "value is null"));
    return new Exec(
        command, user, directory, Map.copyOf(more), removed, privileged, terminal, size, limit);
  }

  /** Takes a variable away that the container's environment has. */
  public Exec without(String name) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("'" + name + "' is no name of a variable");
    }
    Set<String> more = new LinkedHashSet<>(removed);
    more.add(name);
    return new Exec(
        command, user, directory, environment, Set.copyOf(more), privileged, terminal, size, limit);
  }

  /** Gives it all capabilities. */
  public Exec privileged() {
    return new Exec(command, user, directory, environment, removed, true, terminal, size, limit);
  }

  /** Gives it a terminal; both its streams are one then, with the line ends of a terminal. */
  public Exec terminal() {
    return new Exec(command, user, directory, environment, removed, privileged, true, size, limit);
  }

  /** Gives it a terminal of this size; see {@link RunningCommand#resize}. */
  public Exec terminal(TerminalSize of) {
    requireNonNull(of, "of is null");
    return new Exec(command, user, directory, environment, removed, privileged, true, of, limit);
  }

  /**
   * Waits no longer than this for its end; without it, for ever. The engine cannot end a command:
   * one that takes longer goes on in the container, and nobody reads what it prints.
   */
  public Exec within(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("the time is " + time);
    }
    return new Exec(
        command, user, directory, environment, removed, privileged, terminal, size, time);
  }

  public List<String> command() {
    return command;
  }

  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  public Optional<String> directory() {
    return Optional.ofNullable(directory);
  }

  /** The variables added. Values may be secret. */
  public Map<String, String> environment() {
    return environment;
  }

  /** The variables taken away. */
  public Set<String> removedVariables() {
    return removed;
  }

  public boolean isPrivileged() {
    return privileged;
  }

  public boolean hasTerminal() {
    return terminal;
  }

  /** The size that its terminal begins with; without one, the engine's. */
  public Optional<TerminalSize> terminalSize() {
    return Optional.ofNullable(size);
  }

  public Optional<Duration> limit() {
    return Optional.ofNullable(limit);
  }

  /** Names the program alone: arguments and variables may be secret. */
  @Override
  public String toString() {
    return "Exec[" + command.get(0) + (command.size() > 1 ? " …" : "") + "]";
  }
}
