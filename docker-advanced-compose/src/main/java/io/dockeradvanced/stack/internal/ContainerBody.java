package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.HealthcheckSpec;
import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.PortSpec;
import io.dockeradvanced.compose.ResourcesSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The body of the engine's create call for a service. */
final class ContainerBody {
  private final ServiceSpec service;
  private final ApiVersion api;
  private final Function<String, Optional<String>> volumeName;
  private final List<String> securityOptions;

  /**
   * @param volumeName the name on the engine of a volume that the file declares
   * @param securityOptions with seccomp profiles in place of their paths
   */
  ContainerBody(
      ServiceSpec service,
      ApiVersion api,
      Function<String, Optional<String>> volumeName,
      List<String> securityOptions) {
    this.securityOptions = securityOptions;
    this.service = service;
    this.api = api;
    this.volumeName = volumeName;
  }

  Data of(Data labels, String networkMode) {
    Data body =
        Translate.present(
                "Hostname", service.hostname(),
                "Domainname", service.domainname(),
                "User", service.user(),
                "Tty", service.tty(),
                "OpenStdin", service.stdinOpen(),
                "WorkingDir", service.workingDirectory(),
                "StopSignal", service.stopSignal(),
                "ExposedPorts", exposed(),
                "Env", environment(service),
                "Healthcheck", service.healthcheck().map(this::check).orElse(Data.empty()))
            .with("AttachStdout", true)
            .with("AttachStderr", true)
            .with("Image", service.image())
            .with("Labels", labels);
    // An empty list clears what the image says; an absent one keeps it.
    if (service.command().isPresent()) {
      body = body.with("Cmd", service.command().get());
    }
    if (service.entrypoint().isPresent()) {
      body = body.with("Entrypoint", entrypoint(service.entrypoint().get()));
    }
    if (service.stopGracePeriod().isPresent()) {
      body = body.with("StopTimeout", service.stopGracePeriod().get().toSeconds());
    }
    if (!service.macAddress().isEmpty() && !api.atLeast(1, 44)) {
      body = body.with("MacAddress", service.macAddress());
    }
    return body.with("HostConfig", hostConfig(networkMode));
  }

  /** The engine reads an empty list as "the image's"; one empty word clears it. */
  static List<String> entrypoint(List<String> words) {
    return words.isEmpty() ? List.of("") : words;
  }

  static List<String> environment(ServiceSpec service) {
    List<String> environment = new ArrayList<>();
    new TreeMap<>(service.environment())
        .forEach((name, value) -> environment.add(name + "=" + value));
    // A name alone removes the image's value.
    environment.addAll(service.unsetEnvironment());
    return environment;
  }

  /** {@code net_admin} is {@code CAP_NET_ADMIN} to Docker Compose, and so it is to others. */
  private static List<String> capabilities(List<String> given) {
    return given.stream()
        .map(capability -> capability.toUpperCase(Locale.ROOT))
        .map(name -> name.equals("ALL") || name.startsWith("CAP_") ? name : "CAP_" + name)
        .distinct()
        .sorted()
        .toList();
  }

  private Data exposed() {
    TreeSet<String> ports = new TreeSet<>();
    for (PortSpec port : service.ports()) {
      ports.add(port.target() + "/" + port.protocol());
    }
    for (String text : service.expose()) {
      int slash = text.indexOf('/');
      String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
      String[] range = (slash < 0 ? text : text.substring(0, slash)).split("-", 2);
      int last = Integer.parseInt(range[range.length - 1]);
      for (int port = Integer.parseInt(range[0]); port <= last; port++) {
        ports.add(port + "/" + protocol);
      }
    }
    Map<String, Data> exposed = new LinkedHashMap<>();
    ports.forEach(port -> exposed.put(port, Data.empty()));
    return Data.of(exposed);
  }

  private Data check(HealthcheckSpec check) {
    if (check.disabled()) {
      return Data.of("Test", List.of("NONE"));
    }
    Data data = Translate.present("Test", check.test());
    if (check.interval().isPresent()) {
      data = data.with("Interval", check.interval().get().toNanos());
    }
    if (check.timeout().isPresent()) {
      data = data.with("Timeout", check.timeout().get().toNanos());
    }
    if (check.retries().isPresent()) {
      data = data.with("Retries", check.retries().getAsInt());
    }
    if (check.startPeriod().isPresent()) {
      data = data.with("StartPeriod", check.startPeriod().get().toNanos());
    }
    if (check.startInterval().isPresent()) {
      data = data.with("StartInterval", check.startInterval().get().toNanos());
    }
    return data;
  }

  private Data hostConfig(String networkMode) {
    Mounts mounts = new Mounts(volumeName);
    service.mounts().forEach(mounts::add);
    Data config =
        Translate.present(
            "Binds", mounts.binds(),
            "Mounts", mounts.mounts(),
            "Tmpfs", tmpfs(),
            "PortBindings", bindings(),
            "CapAdd", capabilities(service.capabilitiesAdded()),
            "CapDrop", capabilities(service.capabilitiesDropped()),
            "SecurityOpt", securityOptions,
            "Privileged", service.privileged(),
            "ReadonlyRootfs", service.readOnly(),
            "GroupAdd", service.groups(),
            "Dns", service.dns(),
            "DnsOptions", service.dnsOptions(),
            "DnsSearch", service.dnsSearch(),
            "ExtraHosts", extraHosts(),
            "ShmSize", service.shmSize(),
            "Sysctls", Data.of(service.sysctls()),
            "Annotations", Data.of(service.annotations()),
            "Ulimits", ulimits(),
            "IpcMode", service.ipc(),
            "PidMode", service.pid(),
            "UTSMode", service.uts(),
            "VolumesFrom", volumesFrom(),
            "UsernsMode", service.usernsMode(),
            "CgroupnsMode", service.cgroup(),
            "Isolation", service.isolation(),
            "Runtime", service.runtime(),
            "StorageOpt", Data.of(service.storageOptions()));
    config = config.with("NetworkMode", networkMode);
    if (SecurityOptions.opensSystemPaths(service.securityOptions())) {
      config = config.with("MaskedPaths", List.of()).with("ReadonlyPaths", List.of());
    }
    if (!service.restart().policy().isEmpty()) {
      config =
          config.with(
              "RestartPolicy",
              Data.of("Name", service.restart().policy())
                  .with("MaximumRetryCount", service.restart().maximumRetries()));
    }
    if (service.init().isPresent()) {
      config = config.with("Init", service.init().get());
    }
    if (service.logging().isPresent()) {
      config =
          config.with(
              "LogConfig",
              Translate.present("Type", service.logging().get().driver())
                  .with("Config", Data.of(service.logging().get().options())));
    }
    return DeviceBody.add(resources(config), service);
  }

  /** Services stand here by name; the planner puts their containers in their place. */
  private List<String> volumesFrom() {
    return service.volumesFrom().stream()
        .map(VolumesFrom::of)
        .map(from -> from.target() + from.mode())
        .toList();
  }

  private Data resources(Data config) {
    ResourcesSpec resources = service.resources();
    Data limits =
        Translate.present(
            "NanoCpus", resources.nanoCpus(),
            "CpuShares", resources.cpuShares(),
            "CpuPeriod", resources.cpuPeriod(),
            "CpuQuota", resources.cpuQuota(),
            "CpuRealtimePeriod", resources.realTimePeriod(),
            "CpuRealtimeRuntime", resources.realTimeRuntime(),
            "CgroupParent", service.cgroupParent(),
            "CpusetCpus", resources.cpuset(),
            "Memory", resources.memory(),
            "MemoryReservation", resources.memoryReservation(),
            "MemorySwap", resources.memorySwap(),
            "MemorySwappiness", resources.memorySwappiness(),
            "PidsLimit", resources.pids(),
            "OomKillDisable", resources.oomKillDisable(),
            "OomScoreAdj", resources.oomScoreAdjustment());
    for (Map.Entry<String, ?> limit : limits.asMap().entrySet()) {
      config = config.with(limit.getKey(), limit.getValue());
    }
    return config;
  }

  private Data tmpfs() {
    Data tmpfs = Data.empty();
    for (String entry : service.tmpfs()) {
      int colon = entry.indexOf(':');
      tmpfs =
          colon < 0
              ? tmpfs.with(entry, "")
              : tmpfs.with(entry.substring(0, colon), entry.substring(colon + 1));
    }
    return tmpfs;
  }

  private Data bindings() {
    Map<String, List<Data>> bindings = new TreeMap<>();
    for (PortSpec port : service.ports()) {
      bindings
          .computeIfAbsent(port.target() + "/" + port.protocol(), k -> new ArrayList<>())
          .add(Data.of("HostIp", port.hostIp()).with("HostPort", port.published()));
    }
    return Data.of(bindings);
  }

  private List<String> extraHosts() {
    return service.extraHosts().stream().map(entry -> entry.replaceFirst("=", ":")).toList();
  }

  private List<Data> ulimits() {
    return service.ulimits().stream()
        .map(u -> Data.of("Name", u.name()).with("Soft", u.soft()).with("Hard", u.hard()))
        .toList();
  }

  /** Sorts mounts into the two forms of the API, as Compose does. */
  private static final class Mounts {
    private final Function<String, Optional<String>> volumeName;
    private final List<String> binds = new ArrayList<>();
    private final List<Data> mounts = new ArrayList<>();

    Mounts(Function<String, Optional<String>> volumeName) {
      this.volumeName = volumeName;
    }

    List<String> binds() {
      return binds;
    }

    List<Data> mounts() {
      return mounts;
    }

    void add(MountSpec mount) {
      switch (mount.type()) {
        case BIND -> bind(mount);
        case VOLUME -> volume(mount);
        case IMAGE -> {
          Data image = base(mount, "image", mount.source());
          mounts.add(
              mount.imageSubpath().isEmpty()
                  ? image
                  : image.with("ImageOptions", Data.of("Subpath", mount.imageSubpath())));
        }
        case CLUSTER, NPIPE -> {
          // Refused by the attribute table, so nobody sees this body.
        }
        case TMPFS -> {
          Data options =
              Translate.present("SizeBytes", mount.tmpfsSize(), "Mode", mount.tmpfsMode());
          Data tmpfs = base(mount, "tmpfs", "");
          mounts.add(options.isEmpty() ? tmpfs : tmpfs.with("TmpfsOptions", options));
        }
      }
    }

    private void bind(MountSpec mount) {
      // Only the string form lets the engine make a missing directory.
      if (mount.createHostPath() && mount.propagation().isEmpty() && mount.recursive().isEmpty()) {
        binds.add(text(mount, mount.source()));
        return;
      }
      Data options =
          Translate.present(
              "Propagation", mount.propagation(),
              "CreateMountpoint", mount.createHostPath(),
              "NonRecursive", mount.recursive().equals("disabled"),
              "ReadOnlyNonRecursive", mount.recursive().equals("writable"),
              "ReadOnlyForceRecursive", mount.recursive().equals("readonly"));
      Data bind = base(mount, "bind", mount.source());
      mounts.add(options.isEmpty() ? bind : bind.with("BindOptions", options));
    }

    private void volume(MountSpec mount) {
      boolean plain =
          mount.subpath().isEmpty() && mount.volumeLabels().isEmpty() && !mount.noCopy();
      // Of a volume that the file does not declare, which only a task has, Compose makes a mount.
      Optional<String> declared = volumeName.apply(mount.source());
      if (declared.isPresent() && plain) {
        binds.add(text(mount, declared.get()));
        return;
      }
      Data options =
          Translate.present(
              "NoCopy", mount.noCopy(),
              "Subpath", mount.subpath(),
              "Labels", Data.of(mount.volumeLabels()));
      Data volume = base(mount, "volume", declared.orElse(mount.source()));
      mounts.add(options.isEmpty() ? volume : volume.with("VolumeOptions", options));
    }

    private static Data base(MountSpec mount, String type, String source) {
      return Translate.present("Source", source, "ReadOnly", mount.readOnly())
          .with("Type", type)
          .with("Target", mount.target());
    }

    private static String text(MountSpec mount, String source) {
      StringBuilder text =
          new StringBuilder(source)
              .append(':')
              .append(mount.target())
              .append(':')
              .append(mount.readOnly() ? "ro" : "rw");
      if (!mount.selinux().isEmpty()) {
        text.append(',').append(mount.selinux());
      }
      return text.toString();
    }
  }
}
