package io.dockeradvanced.host;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.transport.TlsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The engines that the docker command line of this machine knows, found by its own rules. Reads the
 * files anew with each call. Immutable.
 *
 * <p>Which engine is in use: {@code DOCKER_HOST} (context {@code default}), else the context of
 * {@code DOCKER_CONTEXT}, else {@code currentContext} of {@code config.json}, else {@code default}.
 *
 * <p>How TLS is done: with the engine of {@code default} by {@code DOCKER_TLS_VERIFY} and {@code
 * DOCKER_CERT_PATH}; with the engine of a context by the files of that context, and by those alone.
 *
 * <pre>{@code
 * Contexts contexts = Contexts.of(System.getenv());
 * contexts.list().forEach(System.out::println);
 * DockerHost web = da.host("web", contexts.endpoint("web"));
 * }</pre>
 */
public final class Contexts {
  /** The context that stands for the variables of the environment. */
  public static final String DEFAULT = "default";

  private final Map<String, String> environment;
  private final ContextFiles files;

  private Contexts(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.files = new ContextFiles(configDirectory());
  }

  /**
   * What an environment names.
   *
   * @param environment such as {@link System#getenv()}
   */
  public static Contexts of(Map<String, String> environment) {
    return new Contexts(environment);
  }

  /** The name of the context in use; there may be no such context. */
  public String currentName() {
    if (isSet("DOCKER_HOST")) {
      return DEFAULT;
    }
    String named = variable("DOCKER_CONTEXT");
    if (named.isEmpty()) {
      named = files.current();
    }
    return named.isEmpty() ? DEFAULT : named;
  }

  /**
   * The engine in use.
   *
   * @throws InvalidSpec when the context in use does not exist or cannot be used
   */
  public Endpoint current() {
    return endpoint(currentName());
  }

  /**
   * The engine of a context; for {@link #DEFAULT} the one that the environment names.
   *
   * @throws InvalidSpec when there is no such context, or it cannot be used
   */
  public Endpoint endpoint(String context) {
    return context.equals(DEFAULT) ? host(variable("DOCKER_HOST")) : files.endpoint(context);
  }

  /**
   * The engine at an address, with the TLS that the environment asks for: what the docker command
   * makes of its option {@code --host}.
   *
   * @param address empty for the local socket
   * @throws InvalidSpec when the address or the TLS cannot be used
   */
  public Endpoint host(String address) {
    boolean verify = isSet("DOCKER_TLS_VERIFY");
    boolean tls = verify || isSet("DOCKER_TLS");
    String complete = address(address, tls);
    Endpoint endpoint = Endpoint.of(complete);
    if (!tls || !CliAddress.takesTls(complete)) {
      return endpoint;
    }
    if (!verify) {
      throw new InvalidSpec(
          "DOCKER_TLS",
          0,
          0,
          "TLS that does not check whom it speaks with is not supported; set DOCKER_TLS_VERIFY=1 and"
              + " put the ca.pem of the engine into DOCKER_CERT_PATH");
    }
    String named = variable("DOCKER_CERT_PATH");
    Path directory = named.isEmpty() ? configDirectory() : Path.of(named);
    if (!Files.exists(directory.resolve("ca.pem"))) {
      throw new InvalidSpec(
          directory.resolve("ca.pem").toString(),
          0,
          0,
          "DOCKER_TLS_VERIFY is set, but there is no such file; put the certificate of the engine's"
              + " authority there, or set DOCKER_CERT_PATH");
    }
    return endpoint.tls(TlsOptions.directory(directory));
  }

  private String address(String given, boolean tls) {
    if (!given.isBlank()) {
      return CliAddress.complete(given);
    }
    return tls ? CliAddress.TLS_DEFAULT : local(environment, Path.of(CliAddress.SOCKET));
  }

  /** The usual socket; the rootless one if only that exists. */
  static String local(Map<String, String> environment, Path socket) {
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "").strip();
    if (!runtime.isEmpty() && !Files.exists(socket)) {
      Path rootless = Path.of(runtime, "docker.sock");
      if (Files.exists(rootless)) {
        return "unix://" + rootless;
      }
    }
    return "unix://" + socket;
  }

  /**
   * All contexts by name: {@link #DEFAULT}, those of the files, and the one in use even when it
   * does not exist. One that cannot be read is listed without an address.
   */
  public List<DockerContext> list() {
    String current = currentName();
    List<DockerContext> all = new ArrayList<>();
    all.add(
        new DockerContext(
            DEFAULT,
            "the engine that DOCKER_HOST names, or the local one",
            defaultAddress(),
            current.equals(DEFAULT)));
    for (ContextFiles.Context context : files.all()) {
      all.add(
          new DockerContext(
              context.name(),
              context.description(),
              HostAddress.shown(context.address()),
              current.equals(context.name())));
    }
    if (all.stream().noneMatch(DockerContext::current)) {
      all.add(new DockerContext(current, "", "", true));
    }
    all.sort(Comparator.comparing(DockerContext::name));
    return List.copyOf(all);
  }

  private String defaultAddress() {
    String given = variable("DOCKER_HOST");
    try {
      return HostAddress.shown(address(given, isSet("DOCKER_TLS_VERIFY") || isSet("DOCKER_TLS")));
    } catch (InvalidSpec e) {
      return HostAddress.shown(given);
    }
  }

  private Path configDirectory() {
    String named = variable("DOCKER_CONFIG");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    return Path.of(home, ".docker");
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  private boolean isSet(String name) {
    return !variable(name).isEmpty();
  }
}
