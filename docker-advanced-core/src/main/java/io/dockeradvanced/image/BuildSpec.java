package io.dockeradvanced.image;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to build, and how. Immutable; every setter answers a new value.
 *
 * <pre>{@code
 * BuildSpec spec = BuildSpec.of(Path.of("app"))
 *     .tag("shop/app:1.5")
 *     .arg("VERSION", "1.5")
 *     .target("runtime");
 * }</pre>
 *
 * <p>The engine's own builder does it: what needs BuildKit is refused by its name.
 */
public final class BuildSpec {
  private final Path context;
  private final State state;

  /** A limit of processes, such as {@code nofile}. */
  public record Ulimit(String name, long soft, long hard) {}

  /** What setters change; copied by each of them. */
  private static final class State implements Cloneable {
    private String dockerfile = "Dockerfile";
    private String dockerfileText = "";
    private List<ImageReference> tags = List.of();
    private Map<String, @Nullable String> args = Map.of();
    private Map<String, String> labels = Map.of();
    private String target = "";
    private String network = "";
    private long shmSize;
    private long memory;
    private List<String> extraHosts = List.of();
    private List<Ulimit> ulimits = List.of();
    private boolean pull;
    private boolean noCache;
    private @Nullable Platform platform;
    private String isolation = "";
    private Duration timeout = Duration.ofHours(2);

    State copy() {
      try {
        return (State) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private BuildSpec(Path context, State state) {
    this.context = context;
    this.state = state;
  }

  /** A build of this directory with the {@code Dockerfile} in it. */
  public static BuildSpec of(Path context) {
    return new BuildSpec(requireNonNull(context, "context is null"), new State());
  }

  private BuildSpec with(Consumer<State> change) {
    State next = state.copy();
    change.accept(next);
    return new BuildSpec(context, next);
  }

  /** Another Dockerfile: relative to the context, or anywhere else. */
  public BuildSpec dockerfile(String path) {
    if (path.isBlank()) {
      throw new IllegalArgumentException("the path of the Dockerfile is blank");
    }
    return with(s -> s.dockerfile = path);
  }

  /** A Dockerfile that is no file: what would stand in it. */
  public BuildSpec dockerfileText(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the text of the Dockerfile is blank");
    }
    return with(s -> s.dockerfileText = text);
  }

  /** One more name for the image; {@code latest} unless it has a tag. */
  public BuildSpec tag(String reference) {
    ImageReference name = ImageReference.parse(reference);
    if (name.digest().isPresent()) {
      throw new InvalidSpec(reference, 0, 0, "a build cannot be named by a digest; leave it out");
    }
    List<ImageReference> all = new ArrayList<>(state.tags);
    all.add(name.orLatest());
    return with(s -> s.tags = List.copyOf(all));
  }

  /**
   * A value for an {@code ARG} of the Dockerfile. Stays readable in the image's history, so it is
   * no place for secrets.
   *
   * @param value null lets the default of the Dockerfile stand
   */
  public BuildSpec arg(String name, @Nullable String value) {
    Map<String, @Nullable String> all = new LinkedHashMap<>(state.args);
    all.put(name, value);
    return with(s -> s.args = Collections.unmodifiableMap(all));
  }

  /** A label of the image. */
  public BuildSpec label(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(state.labels);
    all.put(name, value);
    return with(s -> s.labels = Collections.unmodifiableMap(all));
  }

  /** The stage to build; the last one unless set. */
  public BuildSpec target(String stage) {
    return with(s -> s.target = stage);
  }

  /** The network that {@code RUN} has: {@code default}, {@code none}, {@code host}, a name. */
  public BuildSpec network(String mode) {
    return with(s -> s.network = mode);
  }

  /** The size of {@code /dev/shm} of {@code RUN} in bytes. */
  public BuildSpec shmSize(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("shmSize is " + bytes);
    }
    return with(s -> s.shmSize = bytes);
  }

  /** The most memory, in bytes, that a {@code RUN} may use. */
  public BuildSpec memory(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("memory is " + bytes);
    }
    return with(s -> s.memory = bytes);
  }

  /** One more name in {@code /etc/hosts} of {@code RUN}. */
  public BuildSpec extraHost(String name, String address) {
    List<String> all = new ArrayList<>(state.extraHosts);
    all.add(name + ":" + address);
    return with(s -> s.extraHosts = List.copyOf(all));
  }

  /**
   * One more limit of the processes of {@code RUN}.
   *
   * @param name such as {@code nofile}
   */
  public BuildSpec ulimit(String name, long soft, long hard) {
    List<Ulimit> all = new ArrayList<>(state.ulimits);
    all.add(new Ulimit(name, soft, hard));
    return with(s -> s.ulimits = List.copyOf(all));
  }

  /** Whether base images are pulled even if the engine has them. */
  public BuildSpec pull(boolean always) {
    return with(s -> s.pull = always);
  }

  /** Whether every step runs, whatever the engine has from before. */
  public BuildSpec noCache(boolean anew) {
    return with(s -> s.noCache = anew);
  }

  /** The platform of base images; the engine's own unless set. */
  public BuildSpec platform(Platform wanted) {
    return with(s -> s.platform = wanted);
  }

  /** How containers of Windows are kept apart. */
  public BuildSpec isolation(String mode) {
    return with(s -> s.isolation = mode);
  }

  /** The deadline of the whole build; two hours unless set. */
  public BuildSpec timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("timeout is not positive: " + limit);
    }
    return with(s -> s.timeout = limit);
  }

  /** The directory whose files the build may use. */
  public Path context() {
    return context;
  }

  /** The Dockerfile, as it was given. */
  public String dockerfile() {
    return state.dockerfile;
  }

  /** What stands in the Dockerfile, where it is no file; empty where it is one. */
  public String dockerfileText() {
    return state.dockerfileText;
  }

  /** The names the image gets. */
  public List<ImageReference> tags() {
    return state.tags;
  }

  /** Values for the Dockerfile's {@code ARG}s; null lets its default stand. */
  public Map<String, @Nullable String> args() {
    return state.args;
  }

  /** Labels of the image. */
  public Map<String, String> labels() {
    return state.labels;
  }

  /** The stage to build; empty for the last one. */
  public String target() {
    return state.target;
  }

  /** The network of {@code RUN}; empty for the usual one. */
  public String network() {
    return state.network;
  }

  /** Bytes of {@code /dev/shm}; 0 for the usual size. */
  public long shmSize() {
    return state.shmSize;
  }

  /** Bytes of memory of {@code RUN}; 0 for no limit. */
  public long memory() {
    return state.memory;
  }

  /** More names, as {@code name:address}. */
  public List<String> extraHosts() {
    return state.extraHosts;
  }

  /** Limits of the processes of {@code RUN}. */
  public List<Ulimit> ulimits() {
    return state.ulimits;
  }

  /** Whether base images are pulled always. */
  public boolean pull() {
    return state.pull;
  }

  /** Whether nothing from before is used. */
  public boolean noCache() {
    return state.noCache;
  }

  /** The platform of base images. */
  public Optional<Platform> platform() {
    return Optional.ofNullable(state.platform);
  }

  /** The isolation; empty for the usual one. */
  public String isolation() {
    return state.isolation;
  }

  /** The deadline. */
  public Duration timeout() {
    return state.timeout;
  }
}
