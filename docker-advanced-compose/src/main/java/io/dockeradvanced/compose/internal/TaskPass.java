package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a task has otherwise than its service, laid over the final model: as in Compose nothing of
 * it goes through the passes of a load.
 */
public final class TaskPass {
  private final String service;
  private final Mark mark;
  private final Findings findings = new Findings();
  private final HostPaths paths;

  /**
   * @param current where relative paths begin
   * @param home what {@code ~} stands for, or null
   */
  public TaskPass(String service, String current, @Nullable String home) {
    this.service = service;
    this.mark = new Mark("task of " + service, 0, 0);
    this.paths = new HostPaths(current, home, true, true, findings);
  }

  /**
   * The model with another service.
   *
   * @param ports those it publishes; null for its own
   * @throws io.dockeradvanced.InvalidSpec with everything that is wrong
   */
  public Model apply(
      Model model,
      @Nullable List<String> ports,
      List<String> volumes,
      List<String> added,
      List<String> dropped) {
    Mapping changed = (Mapping) model.services().at(service);
    // Where the file wrote what is no more, nobody is to be led.
    Mapping written = (Mapping) Loader.section(model.merged(), "services").at(service);
    if (ports != null) {
      changed = changed.with("ports", ports(ports));
      written = written.without("ports");
    }
    if (!volumes.isEmpty()) {
      changed = changed.with("volumes", volumes(changed, volumes));
      written = written.without("volumes");
    }
    if (!added.isEmpty() || !dropped.isEmpty()) {
      changed = moved(moved(changed, "cap_drop", "cap_add", added), "cap_add", "cap_drop", dropped);
      written = written.without("cap_add").without("cap_drop");
    }
    findings.check();
    return new Model(
        model.name(),
        with(model.root(), changed),
        with(model.merged(), written),
        model.defaultPlatform(),
        model.release(),
        model.environment(),
        model.variablesUsed(),
        model.unread(),
        model.warnings());
  }

  private Mapping with(Mapping root, Mapping changed) {
    return root.with("services", Loader.section(root, "services").with(service, changed));
  }

  private Sequence ports(List<String> texts) {
    List<Node> ports = new ArrayList<>();
    for (String text : texts) {
      try {
        ports.addAll(PortSyntax.parse(text, mark));
      } catch (IllegalArgumentException e) {
        findings.error(mark, "\"" + text + "\" is no port: " + e.getMessage() + ".");
      }
    }
    return new Sequence(ports, mark);
  }

  private Sequence volumes(Mapping changed, List<String> texts) {
    List<Node> all = new ArrayList<>(items(changed, "volumes"));
    for (String text : texts) {
      try {
        Mapping mount = MountSyntax.toMapping(text, mark);
        String source = mount.text("source");
        if ("bind".equals(mount.text("type")) && source != null) {
          mount = mount.with("source", paths.absolute(source, mark));
        }
        String target = String.valueOf(mount.text("target"));
        all.removeIf(other -> other instanceof Mapping m && target.equals(m.text("target")));
        all.add(mount);
      } catch (IllegalArgumentException e) {
        findings.error(mark, "\"" + text + "\" is no mount: " + e.getMessage() + ".");
      }
    }
    return new Sequence(all, mark);
  }

  /** Capabilities taken from one list and put into the other. */
  private Mapping moved(Mapping changed, String from, String to, List<String> names) {
    if (names.isEmpty()) {
      return changed;
    }
    Set<String> meant = names.stream().map(TaskPass::capability).collect(Collectors.toSet());
    List<Node> rest = new ArrayList<>(items(changed, from));
    rest.removeIf(item -> item instanceof Scalar s && meant.contains(capability(s.text())));
    List<Node> more = new ArrayList<>(items(changed, to));
    names.forEach(name -> more.add(new Scalar(name, mark)));
    return changed.with(from, new Sequence(rest, mark)).with(to, new Sequence(more, mark));
  }

  private static String capability(String name) {
    return name.toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
  }

  private static List<Node> items(Mapping changed, String key) {
    return changed.get(key) instanceof Sequence list ? list.items() : List.of();
  }
}
