package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.BlockIoSpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What an engine takes for namespaces, volumes of others, the runtime and the block I/O. */
final class NamespaceChecks {
  private static final int LEAST_WEIGHT = 10;
  private static final int MOST_WEIGHT = 1000;
  private static final String CONTAINER = "container:";
  private static final Pattern RULE = Pattern.compile("[acb] (\\d+|\\*):(\\d+|\\*) [rwm]{1,3}");

  private final Checks checks;
  private final ServiceSpec service;
  private final Predicate<String> hasContainer;
  private final String at;

  /**
   * @param hasContainer whether the engine has a container of that name
   */
  NamespaceChecks(Checks checks, ServiceSpec service, Predicate<String> hasContainer) {
    this.checks = checks;
    this.service = service;
    this.hasContainer = hasContainer;
    this.at = "services." + service.name();
  }

  void check() {
    mode("ipc", service.ipc(), Set.of("", "none", "private", "shareable", "host"), true);
    mode("pid", service.pid(), Set.of("", "host"), true);
    mode("uts", service.uts(), Set.of("", "host"), false);
    volumesFrom();
    mode("userns_mode", service.usernsMode(), Set.of("", "host"), false);
    if (service.uts().equals("host") && !service.hostname().isEmpty()) {
      checks.problem(at + ".hostname", "the UTS namespace of the host has a name already");
    }
    List<String> rules = service.deviceCgroupRules();
    for (int i = 0; i < rules.size(); i++) {
      if (!RULE.matcher(rules.get(i)).matches()) {
        checks.problem(
            at + ".device_cgroup_rules[" + i + "]",
            "'%s' is not a rule such as c 1:3 mr",
            rules.get(i));
      }
    }
    service.blockIo().ifPresent(this::blockIo);
  }

  private void mode(String attribute, String mode, Set<String> known, boolean joins) {
    if (joins && mode.startsWith(CONTAINER)) {
      String other = mode.substring(CONTAINER.length());
      if (!hasContainer.test(other)) {
        checks.problem(at + "." + attribute, "there is no container '%s' on the engine", other);
      }
    } else if (!known.contains(mode) && !(joins && mode.startsWith("service:"))) {
      checks.problem(at + "." + attribute, "'%s' is no mode that an engine knows", mode);
    }
  }

  private void volumesFrom() {
    List<String> entries = service.volumesFrom();
    for (int i = 0; i < entries.size(); i++) {
      VolumesFrom from = VolumesFrom.of(entries.get(i));
      String attribute = at + ".volumes_from[" + i + "]";
      if (!from.wellFormed()) {
        checks.problem(
            attribute,
            "'%s' is not SERVICE, SERVICE:ro, container:NAME or container:NAME:ro",
            entries.get(i));
      } else if (from.outside() && !hasContainer.test(from.target())) {
        checks.problem(attribute, "there is no container '%s' on the engine", from.target());
      }
    }
  }

  private void blockIo(BlockIoSpec io) {
    weight("weight", io.weight());
    io.weights().forEach(device -> weight("weight_device", device.value()));
    rates("device_read_bps", io.readBytes());
    rates("device_read_iops", io.readOperations());
    rates("device_write_bps", io.writeBytes());
    rates("device_write_iops", io.writeOperations());
  }

  private void weight(String attribute, long weight) {
    if (weight != 0 && (weight < LEAST_WEIGHT || weight > MOST_WEIGHT)) {
      checks.problem(at + ".blkio_config." + attribute, "a weight is between 10 and 1000");
    }
  }

  private void rates(String attribute, List<BlockIoSpec.Device> devices) {
    for (BlockIoSpec.Device device : devices) {
      if (device.value() < 0) {
        checks.problem(at + ".blkio_config." + attribute, "a rate must not be negative");
      }
      if (!device.path().startsWith("/")) {
        checks.problem(
            at + ".blkio_config." + attribute,
            "'%s' is not an absolute path of a device",
            device.path());
      }
    }
  }
}
