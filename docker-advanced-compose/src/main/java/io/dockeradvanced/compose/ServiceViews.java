package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The records of a service, read from the final tree. */
final class ServiceViews {
  private ServiceViews() {}

  static List<PortSpec> ports(Fields service) {
    return service.structs("ports").stream()
        .map(
            port ->
                new PortSpec(
                    port.text("host_ip"),
                    port.text("published"),
                    (int) port.number("target"),
                    port.text("protocol"),
                    port.text("mode"),
                    port.text("name"),
                    port.text("app_protocol")))
        .toList();
  }

  static List<MountSpec> mounts(Fields service) {
    return service.structs("volumes").stream().map(ServiceViews::mount).toList();
  }

  private static MountSpec mount(Fields mount) {
    Fields bind = mount.struct("bind");
    Fields volume = mount.struct("volume");
    Fields tmpfs = mount.struct("tmpfs");
    return new MountSpec(
        MountSpec.Type.valueOf(mount.text("type").toUpperCase(Locale.ROOT)),
        mount.text("source"),
        mount.text("target"),
        mount.flag("read_only"),
        bind.text("propagation"),
        // Compose makes the path also where nothing is said of the bind.
        !mount.has("bind") || bind.flag("create_host_path"),
        bind.text("selinux"),
        volume.flag("nocopy"),
        volume.text("subpath"),
        volume.map("labels"),
        tmpfs.number("size"),
        (int) tmpfs.number("mode"),
        mount.text("consistency"),
        bind.text("recursive"),
        mount.struct("image").text("subpath"));
  }

  static List<ServiceNetworkSpec> networks(Fields service) {
    List<ServiceNetworkSpec> networks = new ArrayList<>();
    service
        .structMap("networks")
        .forEach(
            (key, network) ->
                networks.add(
                    new ServiceNetworkSpec(
                        key,
                        network.list("aliases"),
                        network.text("ipv4_address"),
                        network.text("ipv6_address"),
                        network.text("mac_address"),
                        network.list("link_local_ips"),
                        network.map("driver_opts"),
                        (int) network.number("priority"),
                        (int) network.number("gw_priority"),
                        network.text("interface_name"))));
    networks.sort(
        Comparator.comparing(ServiceNetworkSpec::priority)
            .reversed()
            .thenComparing(ServiceNetworkSpec::network));
    return List.copyOf(networks);
  }

  static List<DependencySpec> dependencies(Fields service) {
    List<DependencySpec> dependencies = new ArrayList<>();
    service
        .structMap("depends_on")
        .forEach(
            (name, needed) ->
                dependencies.add(
                    new DependencySpec(
                        name,
                        condition(needed.text("condition")),
                        needed.flag("restart"),
                        needed.flag("required"))));
    return List.copyOf(dependencies);
  }

  private static DependencySpec.Condition condition(String text) {
    return switch (text) {
      case "service_healthy" -> DependencySpec.Condition.HEALTHY;
      case "service_completed_successfully" -> DependencySpec.Condition.COMPLETED_SUCCESSFULLY;
      default -> DependencySpec.Condition.STARTED;
    };
  }

  static List<UlimitSpec> ulimits(Fields service) {
    List<UlimitSpec> limits = new ArrayList<>();
    var numbers = service.numbers("ulimits");
    service
        .structMap("ulimits")
        .forEach(
            (name, limit) -> {
              Long single = numbers.get(name);
              limits.add(
                  new UlimitSpec(
                      name,
                      single == null ? limit.number("soft") : single,
                      single == null ? limit.number("hard") : single));
            });
    return List.copyOf(limits);
  }

  static List<DeviceSpec> devices(Fields service) {
    return service.structs("devices").stream()
        .map(d -> new DeviceSpec(d.text("source"), d.text("target"), d.text("permissions")))
        .toList();
  }

  static RestartSpec restart(Fields service) {
    Fields deploy = service.struct("deploy");
    if (deploy.has("restart_policy")) {
      Fields policy = deploy.struct("restart_policy");
      return new RestartSpec(
          policy(policy.text("condition")), policy.optionalInt("max_attempts").orElse(0));
    }
    String restart = service.text("restart");
    String[] parts = restart.split(":", 2);
    if (parts.length == 1) {
      return new RestartSpec(policy(restart), 0);
    }
    // What is no number is kept with its policy, so that nobody takes the one without the other.
    boolean counted = parts[1].matches("[0-9]{1,9}");
    return counted
        ? new RestartSpec(policy(parts[0]), Integer.parseInt(parts[1]))
        : new RestartSpec(restart, 0);
  }

  private static String policy(String condition) {
    return switch (condition) {
      case "none" -> "no";
      case "any" -> "always";
      default -> condition;
    };
  }

  static ResourcesSpec resources(Fields service) {
    Fields resources = service.struct("deploy").struct("resources");
    Fields limits = resources.struct("limits");
    Fields reservations = resources.struct("reservations");
    float cpus = limits.decimal("cpus") != 0 ? limits.decimal("cpus") : service.decimal("cpus");
    return new ResourcesSpec(
        // In single precision, as Compose multiplies it.
        (long) (cpus * 1e9f),
        service.number("cpu_shares"),
        service.number("cpu_period"),
        service.number("cpu_quota"),
        service.text("cpuset"),
        firstOf(limits.number("memory"), service.number("mem_limit")),
        firstOf(reservations.number("memory"), service.number("mem_reservation")),
        service.number("memswap_limit"),
        service.number("mem_swappiness"),
        limits.number("pids") > 0 ? limits.number("pids") : service.number("pids_limit"),
        service.flag("oom_kill_disable"),
        (int) service.number("oom_score_adj"),
        service.number("cpu_rt_period"),
        service.number("cpu_rt_runtime"),
        service.number("cpu_count"),
        service.decimal("cpu_percent"));
  }

  private static long firstOf(long number, long other) {
    return number != 0 ? number : other;
  }
}
