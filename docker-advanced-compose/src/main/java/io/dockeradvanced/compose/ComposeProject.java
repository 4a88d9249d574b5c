package io.dockeradvanced.compose;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.internal.Cleaner;
import io.dockeradvanced.compose.internal.Fields;
import io.dockeradvanced.compose.internal.Mapping;
import io.dockeradvanced.compose.internal.Mark;
import io.dockeradvanced.compose.internal.Model;
import io.dockeradvanced.compose.internal.OnlyPass;
import io.dockeradvanced.compose.internal.SourceFiles;
import io.dockeradvanced.compose.internal.TaskPass;
import io.dockeradvanced.compose.internal.Verdicts;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A loaded Compose project: everything resolved, nothing deployed.
 *
 * <p>It holds what Docker Compose 2.40 would make of the same files; its hashes are those that
 * Compose puts on containers, networks and volumes, of the release that {@link #composeRelease}
 * names. Immutable.
 */
public final class ComposeProject {
  private final Model model;
  private final @Nullable Path workingDirectory;
  private final List<Path> configFiles;
  private final List<Path> environmentFiles;
  private final SourceFiles files;
  private final @Nullable String directory;
  private final @Nullable String home;
  private final Map<String, ServiceSpec> services;
  private final Map<String, NetworkSpec> networks;
  private final Map<String, VolumeSpec> volumes;
  private final Map<String, FileObjectSpec> configs;
  private final Map<String, FileObjectSpec> secrets;
  private final Map<String, ModelSpec> models;

  ComposeProject(
      Model model,
      @Nullable Path workingDirectory,
      List<Path> configFiles,
      List<Path> environmentFiles,
      SourceFiles files,
      @Nullable String directory,
      @Nullable String home) {
    this.model = model;
    this.workingDirectory = workingDirectory;
    this.configFiles = List.copyOf(configFiles);
    this.environmentFiles = List.copyOf(environmentFiles);
    this.files = files;
    this.directory = directory;
    this.home = home;
    this.services = views(model.services(), ServiceSpec::new);
    this.networks = views(model.networks(), NetworkSpec::new);
    this.volumes = views(model.volumes(), ComposeProject::volume);
    this.configs = views(model.configs(), MoreViews::fileObject);
    this.secrets = views(model.secrets(), MoreViews::fileObject);
    this.models = views(model.models(), MoreViews::model);
  }

  private static <T> Map<String, T> views(Mapping section, BiFunction<String, Mapping, T> view) {
    Map<String, T> views = new LinkedHashMap<>();
    for (String key : section.keys()) {
      if (section.get(key) instanceof Mapping node) {
        views.put(key, view.apply(key, node));
      }
    }
    return Collections.unmodifiableMap(views);
  }

  private static VolumeSpec volume(String key, Mapping node) {
    Fields volume = new Fields(node);
    return new VolumeSpec(
        key,
        volume.text("name"),
        volume.text("driver"),
        volume.map("driver_opts"),
        volume.flag("external"),
        volume.map("labels"));
  }

  public String name() {
    return model.name();
  }

  /** The services that the chosen profiles switch on, by name in alphabetical order. */
  public Map<String, ServiceSpec> services() {
    return services;
  }

  /**
   * The services of the file that no chosen profile switches on; and those that {@link
   * StackSource#enable} does not name, where one of their files cannot be read.
   */
  public Set<String> disabledServices() {
    Set<String> names = new TreeSet<>(model.allServices());
    names.removeAll(services.keySet());
    return names;
  }

  /** The networks those services use, by key. */
  public Map<String, NetworkSpec> networks() {
    return networks;
  }

  /** The named volumes those services use, by key. */
  public Map<String, VolumeSpec> volumes() {
    return volumes;
  }

  /** The configs those services use, by key. */
  public Map<String, FileObjectSpec> configs() {
    return configs;
  }

  /** The secrets those services and their builds use, by key. */
  public Map<String, FileObjectSpec> secrets() {
    return secrets;
  }

  /** The AI models those services use, by key. */
  public Map<String, ModelSpec> models() {
    return models;
  }

  /** The directory relative paths begin at; none for a text without one. */
  public Optional<Path> workingDirectory() {
    return Optional.ofNullable(workingDirectory);
  }

  /** The files the project was loaded from, absolute; empty for texts. */
  public List<Path> configFiles() {
    return configFiles;
  }

  /** The environment files that were named explicitly, not a {@code .env} found beside the file. */
  public List<Path> environmentFiles() {
    return environmentFiles;
  }

  /**
   * The bytes of a file that the project names, such as that of a config: out of its bundle, or
   * from the disk.
   *
   * @param path as the model has it; a relative one begins at the project's directory, one with
   *     {@code ~} at the HOME of the load
   * @throws InvalidSpec when it cannot be read
   */
  public byte[] file(String path) {
    String whole =
        path.startsWith("~") && home != null ? Cleaner.clean(home + "/" + path.substring(1)) : path;
    String place =
        whole.startsWith("/") || directory == null ? whole : Cleaner.join(directory, whole);
    SourceFiles.Bytes content = files.bytes(place);
    byte[] bytes = content.bytes();
    if (bytes == null) {
      throw new InvalidSpec(files.label(place), 0, 0, "The file " + content.problem() + ".");
    }
    return bytes;
  }

  /**
   * Whether a path leads into a bundle and is on no disk, so that nobody but {@link #file} finds
   * what lies there.
   *
   * @param path absolute, as the model has it
   */
  public boolean isBundled(String path) {
    return !files.areReal()
        && directory != null
        && (path.equals(directory) || path.startsWith(directory + "/"));
  }

  /** What is odd about the project but no error, one sentence each. */
  public List<String> warnings() {
    return model.warnings();
  }

  /** The profiles that services of the file name, sorted; those not switched on, too. */
  public Set<String> profiles() {
    return Collections.unmodifiableSet(model.profiles());
  }

  /** All variables of the load, by name, used or not. Values may be secret. */
  public Map<String, String> environment() {
    return Collections.unmodifiableMap(new TreeMap<>(model.environment()));
  }

  /** The variables that took part in the load and had a value, by name. Values may be secret. */
  public Map<String, String> variablesUsed() {
    return model.variablesUsed();
  }

  /**
   * Where an attribute was written, as {@code compose.yaml:12:5}.
   *
   * @param attribute a path such as {@code services.web.image} or {@code services.web.ports[0]}
   */
  public Optional<String> where(String attribute) {
    Mark mark = model.where(attribute);
    return mark == null || mark.line() == 0 ? Optional.empty() : Optional.of(mark.toString());
  }

  /**
   * Of the attributes that the project sets those that a deploy does not simply carry out on every
   * engine: it refuses them, warns of them, or it depends on the engine. What is not here is
   * carried out, or changes nothing with anybody. The table of docs/compose.md has all of them.
   */
  public List<AttributeVerdict> verdicts() {
    return Verdicts.of(model.root());
  }

  /** The canonical model in the shape of {@code docker compose config --format json}. */
  public String toJson() {
    return model.json();
  }

  /** The canonical model as YAML that loads to the same project again. */
  public String toYaml() {
    return model.yaml();
  }

  /**
   * The release of Docker Compose whose hashes these are, and which the label {@code
   * com.docker.compose.version} names: 2.40.3; or 5.5.0 where a file says what only later releases
   * than 2.40 know, such as {@code pre_start}, for only such a release deploys it, too.
   */
  public String composeRelease() {
    return model.release().toString();
  }

  /**
   * The hashes as other releases of Docker Compose make them.
   *
   * @throws IllegalStateException when the project was loaded without files that its services name
   */
  public ConfigHashes hashes() {
    model.unread().forEach(this::requireServiceFiles);
    return ConfigHashes.of(model);
  }

  /**
   * The value of {@code com.docker.compose.config-hash} on the service's containers. That of a
   * service with {@code use_api_socket} is what {@code docker compose config --hash} prints, which
   * is not what its containers have: see {@link #deployedHash}.
   *
   * @throws IllegalArgumentException when there is no such service
   */
  public String configHash(String service) {
    return hashes().written(service);
  }

  /**
   * What the config-hash of a service is the SHA-256 of, when it refers to others by {@code
   * network_mode}, {@code ipc}, {@code pid} or {@code volumes_from}: then Compose hashes the ids of
   * their containers in place of their names. May hold secrets.
   *
   * @param container the id that stands for a service
   * @param image the id of an image by its name, as {@link ConfigHashes#images} takes it
   * @throws IllegalArgumentException when there is no such service
   */
  public String configHashInput(
      String service, UnaryOperator<String> container, UnaryOperator<String> image) {
    return hashes().deployed().images(image).containers(container).input(service);
  }

  /** Whether all that an {@code env_file} or a {@code label_file} of a service says is known. */
  public boolean hasServiceFiles(String service) {
    return !model.unread().contains(service);
  }

  /**
   * @throws IllegalStateException when a service names files that were not read: {@link
   *     StackSource#withoutServiceFiles}
   */
  public void requireServiceFiles(String service) {
    if (!hasServiceFiles(service)) {
      throw new IllegalStateException(
          "stack %s was loaded without the files that its service %s names, so its environment is not known; load it with them"
              .formatted(name(), service));
    }
  }

  /** As {@link #configHash}, with what a deploy adds to the service by itself. */
  public String deployedHash(String service) {
    return hashes().deployed().written(service);
  }

  /** The value of {@code com.docker.compose.config-hash} on the network. */
  public String networkHash(String key) {
    return hashes().network(key, composeRelease()).iterator().next();
  }

  /** The value of {@code com.docker.compose.config-hash} on the volume. */
  public String volumeHash(String key) {
    return hashes().volume(key, composeRelease()).iterator().next();
  }

  /**
   * This with a service as it is for a task. What other services and the files say stays; the hash
   * of the service is that of the task.
   *
   * @throws IllegalArgumentException when there is no such service
   * @throws InvalidSpec when a port or volume cannot be read
   */
  public ComposeProject forTask(String service, TaskOverride override) {
    if (!services.containsKey(service)) {
      throw new IllegalArgumentException(name() + " has no service " + service);
    }
    Model changed =
        new TaskPass(service, Path.of("").toAbsolutePath().toString(), home)
            .apply(
                model,
                override.servicePorts() ? null : override.ports(),
                override.volumes(),
                override.capabilitiesAdded(),
                override.capabilitiesDropped());
    return new ComposeProject(
        changed, workingDirectory, configFiles, environmentFiles, files, directory, home);
  }

  /**
   * The project with some services alone, what they depend on and what these use, as {@code docker
   * compose config} has it for services that are named. To be deployed they need not be alone: see
   * {@link io.dockeradvanced.stack.DeployOptions#services}.
   *
   * @param services none for all
   * @throws InvalidSpec when there is no such service
   * @see StackSource#enable
   */
  public ComposeProject only(Collection<String> services) {
    return new ComposeProject(
        OnlyPass.apply(model, Set.copyOf(services)),
        workingDirectory,
        configFiles,
        environmentFiles,
        files,
        directory,
        home);
  }

  @Override
  public String toString() {
    return "ComposeProject[" + name() + ", " + services.keySet() + "]";
  }
}
