package io.dockeradvanced.compose.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pass 15: the parts of the model fit together. */
public final class ConsistencyPass {
  private final Findings findings;
  private final Mapping services;
  private final Set<String> named;
  private final Mapping disabled;
  private final Mapping networks;
  private final Mapping volumes;

  /**
   * @param named the services that are meant, with what they depend on; none for all
   */
  ConsistencyPass(
      Mapping services,
      Set<String> named,
      Mapping disabled,
      Mapping networks,
      Mapping volumes,
      Findings findings) {
    this.services = services;
    this.named = named;
    this.disabled = disabled;
    this.networks = networks;
    this.volumes = volumes;
    this.findings = findings;
  }

  void check() {
    for (String name : services.keys()) {
      if (services.get(name) instanceof Mapping service) {
        service(name, service);
      }
    }
    Mapping meant = Chosen.only(services, Chosen.of(services, named));
    containerNames(meant);
    PortClashes.check(meant, findings);
    Circles.check(services, findings);
  }

  private void service(String name, Mapping service) {
    String path = "services." + name;
    Mark mark = services.keyMark(name);
    if (isEmpty(service.text("image")) && !service.has("build") && !service.has("provider")) {
      findings.error(mark, path + " needs an image or a build.");
    }
    networks(path, service);
    mounts(path, service);
    dependencies(name, service);
    scale(path, service);
    limits(path, service);
    if (service.get("healthcheck") instanceof Mapping health
        && health.get("test") instanceof Sequence test
        && !test.items().isEmpty()
        && !Set.of("CMD", "CMD-SHELL", "NONE").contains(((Scalar) test.items().get(0)).text())) {
      findings.error(
          health.keyMark("test"),
          path + ".healthcheck.test must begin with CMD, CMD-SHELL or NONE, or be one string.");
    }
  }

  private void containerNames(Mapping meant) {
    Map<String, String> names = new HashMap<>();
    for (String name : meant.keys()) {
      Mapping service = (Mapping) meant.at(name);
      String container = service.text("container_name");
      String other = isEmpty(container) ? null : names.put(container, name);
      if (other != null) {
        findings.error(
            service.keyMark("container_name"),
            "services.%s.container_name %s is taken by the service %s."
                .formatted(name, container, other));
      }
    }
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private void networks(String path, Mapping service) {
    String mode = service.text("network_mode");
    if (!(service.get("networks") instanceof Mapping joined)) {
      return;
    }
    if (mode != null && !mode.isEmpty() && !joined.keys().isEmpty()) {
      findings.error(
          service.keyMark("network_mode"), path + " has both network_mode and networks; keep one.");
    }
    for (String network : joined.keys()) {
      if (!networks.has(network)) {
        findings.error(
            joined.keyMark(network),
            path
                + " joins the network "
                + network
                + ", which is not defined"
                + SchemaPass.suggestion(network, networks.keys())
                + ".");
      }
      if (joined.get(network) instanceof Mapping options) {
        address(path + ".networks." + network, options);
      }
    }
  }

  private void address(String path, Mapping options) {
    String v4 = options.text("ipv4_address");
    if (v4 != null && !v4.isEmpty() && !Addresses.isV4(v4)) {
      findings.error(
          options.keyMark("ipv4_address"), path + ".ipv4_address " + v4 + " is no IPv4 address.");
    }
    String v6 = options.text("ipv6_address");
    if (v6 != null && !v6.isEmpty() && !Addresses.isV6(v6)) {
      findings.error(
          options.keyMark("ipv6_address"), path + ".ipv6_address " + v6 + " is no IPv6 address.");
    }
  }

  private void mounts(String path, Mapping service) {
    Map<String, String> targets = new HashMap<>();
    if (service.get("tmpfs") instanceof Sequence tmpfs) {
      for (Node item : tmpfs.items()) {
        target(((Scalar) item).text().split(":", 2)[0], item.mark(), path + ".tmpfs", targets);
      }
    }
    if (!(service.get("volumes") instanceof Sequence mounts)) {
      return;
    }
    for (Node item : mounts.items()) {
      Mapping mount = (Mapping) item;
      String source = mount.text("source");
      if ("volume".equals(mount.text("type"))
          && source != null
          && !source.isEmpty()
          && !volumes.has(source)) {
        findings.error(
            mount.keyMark("source"),
            path
                + " mounts the volume "
                + source
                + ", which is not defined"
                + SchemaPass.suggestion(source, volumes.keys())
                + ".");
      }
      target(mount.text("target"), mount.mark(), path + ".volumes", targets);
    }
  }

  private void target(@Nullable String target, Mark mark, String path, Map<String, String> known) {
    String other = known.put(String.valueOf(target), path);
    if (other != null) {
      findings.error(mark, path + " mounts " + target + " a second time.");
    }
  }

  private void dependencies(String name, Mapping service) {
    if (!(service.get("depends_on") instanceof Mapping needed)) {
      return;
    }
    for (String other : needed.keys()) {
      Mapping dependency = (Mapping) needed.at(other);
      boolean required =
          dependency.get("required") instanceof Scalar s && Boolean.TRUE.equals(s.value());
      if (disabled.has(other) && required) {
        findings.error(
            needed.keyMark(other),
            "services."
                + name
                + " depends on "
                + other
                + ", which none of the chosen profiles switches on; choose its profile or set"
                + " required: false.");
      } else if (!services.has(other) && !disabled.has(other)) {
        findings.error(
            needed.keyMark(other),
            "services."
                + name
                + " depends on "
                + other
                + ", which is not defined"
                + SchemaPass.suggestion(other, services.keys())
                + ".");
      }
    }
  }

  private static @Nullable Long number(@Nullable Node node) {
    return node instanceof Scalar s && s.value() instanceof Long n ? n : null;
  }

  public static long scaleOf(Mapping service) {
    Long scale = number(service.get("scale"));
    Long replicas =
        service.get("deploy") instanceof Mapping deploy ? number(deploy.get("replicas")) : null;
    return scale != null ? scale : replicas != null ? replicas : 1;
  }

  private void scale(String path, Mapping service) {
    Long scale = number(service.get("scale"));
    Mapping deploy = service.get("deploy") instanceof Mapping m ? m : Mapping.empty(service.mark());
    Long replicas = number(deploy.get("replicas"));
    if (scale != null && replicas != null && !scale.equals(replicas)) {
      findings.error(
          service.keyMark("scale"), path + ".scale and deploy.replicas differ; keep one.");
    }
    if (scale != null && scale < 0) {
      findings.error(service.keyMark("scale"), path + ".scale must not be less than 0.");
    }
    if (replicas != null && replicas < 0) {
      findings.error(
          deploy.keyMark("replicas"), path + ".deploy.replicas must not be less than 0.");
    }
    if (scaleOf(service) > 1 && !isEmpty(service.text("container_name"))) {
      findings.error(
          service.keyMark("container_name"),
          path + " has a container_name, so it cannot have more than one container.");
    }
  }

  private record Limit(String flat, String group, String nested) {}

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("cpus", "limits", "cpus"),
          new Limit("mem_limit", "limits", "memory"),
          new Limit("mem_reservation", "reservations", "memory"),
          new Limit("pids_limit", "limits", "pids"));

  /** As in Compose, a flat limit and a deploy section must say the same. */
  private void limits(String path, Mapping service) {
    if (!(service.get("deploy") instanceof Mapping deploy
        && deploy.get("resources") instanceof Mapping resources)) {
      return;
    }
    for (Limit limit : LIMITS) {
      Node flat = service.get(limit.flat());
      if (flat == null
          || GoJson.isZero(flat)
          || !(resources.get(limit.group()) instanceof Mapping group)) {
        continue;
      }
      double left =
          ((Number) java.util.Objects.requireNonNull(((Scalar) flat).value())).doubleValue();
      double right =
          group.get(limit.nested()) instanceof Scalar s && s.value() instanceof Number n
              ? n.doubleValue()
              : 0;
      if (left != right) {
        findings.error(
            service.keyMark(limit.flat()),
            path
                + "."
                + limit.flat()
                + " and deploy.resources."
                + limit.group()
                + "."
                + limit.nested()
                + " differ; set both to the same or keep one.");
      }
    }
  }
}
