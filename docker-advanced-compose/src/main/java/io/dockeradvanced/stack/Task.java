package io.dockeradvanced.stack;

import io.dockeradvanced.compose.TaskOverride;
import io.dockeradvanced.compose.internal.Shellwords;
import io.dockeradvanced.container.TerminalSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command to run once in a container of its own, made as those of a service. Immutable.
 *
 * <pre>{@code
 * int code = stacks.run(source.load(), Task.of("web").command("rake", "db:migrate"), streams);
 * }</pre>
 */
public final class Task {
  private final String service;
  private Optional<List<String>> command = Optional.empty();
  private Optional<List<String>> entrypoint = Optional.empty();
  private Map<String, @Nullable String> environment = Map.of();
  private Map<String, String> labels = Map.of();
  private Optional<String> user = Optional.empty();
  private Optional<String> directory = Optional.empty();
  private Optional<String> name = Optional.empty();
  private boolean terminal;
  private Optional<TerminalSize> size = Optional.empty();
  private boolean input;
  private boolean kept;
  private boolean alone;
  private boolean ports;
  private boolean aliases;
  private List<String> published = List.of();
  private List<String> volumes = List.of();
  private List<String> added = List.of();
  private List<String> dropped = List.of();

  private Task(String service) {
    this.service = service;
  }

  /** What the service itself runs; removed when it has ended. */
  public static Task of(String service) {
    return new Task(service);
  }

  private Task with(Consumer<Task> change) {
    Task copy = new Task(service);
    copy.command = command;
    copy.entrypoint = entrypoint;
    copy.environment = environment;
    copy.labels = labels;
    copy.user = user;
    copy.directory = directory;
    copy.name = name;
    copy.terminal = terminal;
    copy.size = size;
    copy.input = input;
    copy.kept = kept;
    copy.alone = alone;
    copy.ports = ports;
    copy.aliases = aliases;
    copy.published = published;
    copy.volumes = volumes;
    copy.added = added;
    copy.dropped = dropped;
    change.accept(copy);
    return copy;
  }

  /** Another command than that of the service. */
  public Task command(String... words) {
    return command(List.of(words));
  }

  /** As the other one. */
  public Task command(List<String> words) {
    List<String> copied = List.copyOf(words);
    return with(task -> task.command = Optional.of(copied));
  }

  /**
   * Another entry point, split into words as that of a Compose file; an empty one for none. The
   * service's command is not run then.
   *
   * @throws IllegalArgumentException when a quote is not closed
   */
  public Task entrypoint(String line) {
    return entrypoint(Shellwords.parse(line).words());
  }

  /** As the other one, word by word. */
  public Task entrypoint(List<String> words) {
    List<String> copied = List.copyOf(words);
    return with(task -> task.entrypoint = Optional.of(copied));
  }

  /**
   * A variable more.
   *
   * @param value null to take it away
   */
  public Task environment(String name, @Nullable String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("'" + name + "' is no name of a variable");
    }
    Map<String, @Nullable String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return with(task -> task.environment = Collections.unmodifiableMap(more));
  }

  /** A label more on its container. */
  public Task label(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(name, value);
    return with(task -> task.labels = Collections.unmodifiableMap(more));
  }

  /** Runs it as this user. */
  public Task user(String who) {
    return with(task -> task.user = Optional.of(who));
  }

  /** Runs it in this directory of the container. */
  public Task directory(String path) {
    return with(task -> task.directory = Optional.of(path));
  }

  /** The name of its container; STACK-SERVICE-run-HEX unless given. */
  public Task name(String container) {
    return with(task -> task.name = Optional.of(container));
  }

  /** Gives it a terminal. */
  public Task terminal() {
    return with(task -> task.terminal = true);
  }

  /** Gives it a terminal of this size; see {@link Stacks#begin}. */
  public Task terminal(TerminalSize of) {
    return with(
        task -> {
          task.terminal = true;
          task.size = Optional.of(of);
        });
  }

  /** It reads from the streams it is run with. */
  public Task input() {
    return with(task -> task.input = true);
  }

  /** Its container stays when it has ended. */
  public Task keep() {
    return with(task -> task.kept = true);
  }

  /** Leaves alone what the service depends on. */
  public Task withoutDependencies() {
    return with(task -> task.alone = true);
  }

  /**
   * Publishes a port, which none of the service's are then.
   *
   * @param port in short form, such as {@code 127.0.0.1:8080:80}
   */
  public Task publish(String port) {
    List<String> more = more(published, port);
    return with(task -> task.published = more);
  }

  /**
   * Mounts something beside what the service does, or at the same target in place of that.
   *
   * @param mount in short form, such as {@code ./site:/site:ro}; a relative path begins at the
   *     current directory
   */
  public Task volume(String mount) {
    List<String> more = more(volumes, mount);
    return with(task -> task.volumes = more);
  }

  /** Gives it a capability that the service lacks. */
  public Task addCapability(String capability) {
    List<String> more = more(added, capability);
    return with(task -> task.added = more);
  }

  /** Takes a capability away that the service has. */
  public Task dropCapability(String capability) {
    List<String> more = more(dropped, capability);
    return with(task -> task.dropped = more);
  }

  private static List<String> more(List<String> some, String one) {
    List<String> more = new ArrayList<>(some);
    more.add(one);
    return List.copyOf(more);
  }

  /** Publishes the ports of the service. */
  public Task servicePorts() {
    return with(task -> task.ports = true);
  }

  /** Answers to the names of the service in its networks. */
  public Task aliases() {
    return with(task -> task.aliases = true);
  }

  public String service() {
    return service;
  }

  public Optional<List<String>> command() {
    return command;
  }

  public Optional<List<String>> entrypoint() {
    return entrypoint;
  }

  /** Variables more; null for those that are taken away. Values may be secret. */
  public Map<String, @Nullable String> environment() {
    return environment;
  }

  public Map<String, String> labels() {
    return labels;
  }

  public Optional<String> user() {
    return user;
  }

  public Optional<String> directory() {
    return directory;
  }

  public Optional<String> name() {
    return name;
  }

  public boolean hasTerminal() {
    return terminal;
  }

  /** The size that its terminal begins with; without one, the engine's. */
  public Optional<TerminalSize> terminalSize() {
    return size;
  }

  public boolean hasInput() {
    return input;
  }

  public boolean isKept() {
    return kept;
  }

  public boolean isAlone() {
    return alone;
  }

  public boolean hasPorts() {
    return ports;
  }

  public boolean hasAliases() {
    return aliases;
  }

  /**
   * What it has otherwise than its service.
   *
   * @throws IllegalArgumentException when it is to publish the ports of the service and others
   */
  public TaskOverride override() {
    return new TaskOverride(ports, published, volumes, added, dropped);
  }

  /** Names the service alone: words and variables may be secret. */
  @Override
  public String toString() {
    return "Task[" + service + "]";
  }
}
