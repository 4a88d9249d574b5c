package io.dockeradvanced.stack;

import io.dockeradvanced.compose.internal.Units;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which images of a stack are built, and how, with what {@code docker compose build} knows and the
 * engine's own builder can do. Immutable.
 *
 * <pre>{@code
 * stacks.build(source, BuildOptions.defaults().services("web").arg("VERSION", "1.5").pullBase(true));
 * }</pre>
 *
 * @param services those whose images are built; none for all
 * @param withDependencies whether those are built, too, that they depend on
 * @param noCache whether every step of a Dockerfile runs anew
 * @param pullBase whether base images are pulled even if they are there
 * @param args values for {@code ARG}, over those of the file; null for that of the environment of
 *     the load
 * @param memory the most bytes a step may use; 0 for no limit
 * @param push whether images with a name of their own are pushed when all are built
 */
public record BuildOptions(
    Set<String> services,
    boolean withDependencies,
    boolean noCache,
    boolean pullBase,
    Map<String, @Nullable String> args,
    long memory,
    boolean push) {

  private static final BuildOptions DEFAULTS =
      new BuildOptions(Set.of(), false, false, false, Map.of(), 0, false);

  public BuildOptions {
    services = Collections.unmodifiableSet(new TreeSet<>(services));
    args = Collections.unmodifiableMap(new TreeMap<>(args));
    if (memory < 0) {
      throw new IllegalArgumentException("memory is " + memory);
    }
  }

  /** All that is built, as the file says. */
  public static BuildOptions defaults() {
    return DEFAULTS;
  }

  /** Of these services only; none for all. */
  public BuildOptions services(String... names) {
    Set<String> some = new TreeSet<>(Arrays.asList(names));
    return new BuildOptions(some, withDependencies, noCache, pullBase, args, memory, push);
  }

  public BuildOptions withDependencies(boolean with) {
    return new BuildOptions(services, with, noCache, pullBase, args, memory, push);
  }

  public BuildOptions noCache(boolean anew) {
    return new BuildOptions(services, withDependencies, anew, pullBase, args, memory, push);
  }

  public BuildOptions pullBase(boolean always) {
    return new BuildOptions(services, withDependencies, noCache, always, args, memory, push);
  }

  /**
   * A value for an {@code ARG} of every Dockerfile.
   *
   * @param value null for that of the environment of the load; without one there the default of the
   *     Dockerfile stands
   */
  public BuildOptions arg(String name, @Nullable String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("'" + name + "' is no name of a build argument");
    }
    Map<String, @Nullable String> all = new TreeMap<>(args);
    all.put(name, value);
    return new BuildOptions(services, withDependencies, noCache, pullBase, all, memory, push);
  }

  /**
   * The most memory a step may use.
   *
   * @param size as in a Compose file, such as {@code 512m}
   */
  public BuildOptions memory(String size) {
    long bytes;
    try {
      bytes = Units.bytes(size);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + size + "' is no size such as 512m", e);
    }
    return new BuildOptions(services, withDependencies, noCache, pullBase, args, bytes, push);
  }

  /** Pushes what has a name of its own when everything is built. */
  public BuildOptions push(boolean also) {
    return new BuildOptions(services, withDependencies, noCache, pullBase, args, memory, also);
  }

  /** Without the values of build arguments, which may be secret. */
  @Override
  public String toString() {
    return "BuildOptions[%s, args=%s]"
        .formatted(services.isEmpty() ? "all" : String.join(", ", services), args.keySet());
  }
}
