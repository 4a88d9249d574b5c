package io.dockeradvanced.compose.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A loaded project.
 *
 * @param root the final tree
 * @param merged the tree as written, after merging; for source marks
 * @param defaultPlatform the platform of services that are built and name none, or null
 * @param release the release of Compose whose hashes are written: see {@link #releaseOf}
 * @param environment the variables of the load, used or not
 * @param unread the services that have an env_file or a label_file which was not read
 */
public record Model(
    String name,
    Mapping root,
    Mapping merged,
    @Nullable String defaultPlatform,
    Release release,
    Map<String, String> environment,
    Map<String, String> variablesUsed,
    Set<String> unread,
    List<String> warnings) {

  /**
   * Ours; but the newest where a file says what only later releases know: no other one deploys it.
   */
  static Release releaseOf(Mapping merged) {
    return Since.of(merged, Attributes.ROOT) == null ? Release.OURS : Release.NEWEST;
  }

  public Mapping services() {
    return Loader.section(root, "services");
  }

  /** The names of all services of the file, those of other profiles among them. */
  public Set<String> allServices() {
    return Loader.section(merged, "services").keys();
  }

  /** The profiles that services of the file name. */
  public Set<String> profiles() {
    Set<String> profiles = new TreeSet<>();
    Mapping services = Loader.section(merged, "services");
    for (String name : services.keys()) {
      if (services.get(name) instanceof Mapping service) {
        profiles.addAll(new Fields(service).list("profiles"));
      }
    }
    return profiles;
  }

  public Mapping networks() {
    return Loader.section(root, "networks");
  }

  public Mapping volumes() {
    return Loader.section(root, "volumes");
  }

  public Mapping configs() {
    return Loader.section(root, "configs");
  }

  public Mapping secrets() {
    return Loader.section(root, "secrets");
  }

  public Mapping models() {
    return Loader.section(root, "models");
  }

  /** The canonical model; dollar signs are doubled so that it can be loaded again. */
  public String json() {
    // Compose itself leaves the models out here.
    return GoJson.indented(shown().without("models"), Attributes.ROOT).replace("$", "$$");
  }

  public String yaml() {
    return YamlWriter.write(shown(), Attributes.ROOT).replace("$", "$$");
  }

  private Mapping shown() {
    Mapping shown = root.with("services", services());
    for (String section : List.of("networks", "volumes", "configs", "secrets", "models")) {
      shown = Loader.section(root, section).keys().isEmpty() ? shown.without(section) : shown;
    }
    return shown;
  }

  /** Where the attribute was written, or null where no file says anything of it. */
  public @Nullable Mark where(String path) {
    return Where.find(merged, path);
  }
}
