package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.ConsistencyPass;
import io.dockeradvanced.compose.internal.Fields;
import io.dockeradvanced.compose.internal.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A service of the model. Texts that are not set are empty, sizes in bytes. */
public final class ServiceSpec {
  private final String name;
  private final Mapping node;
  private final Fields fields;

  ServiceSpec(String name, Mapping service) {
    this.name = name;
    this.node = service;
    this.fields = new Fields(service);
  }

  Mapping node() {
    return node;
  }

  public String name() {
    return name;
  }

  /** Empty where the service is built under a name of its own, or is no container. */
  public String image() {
    return fields.text("image");
  }

  /** Not set keeps the image's; an empty list clears it. */
  public Optional<List<String>> command() {
    return fields.has("command") ? Optional.of(fields.list("command")) : Optional.empty();
  }

  /** Not set keeps the image's; an empty list clears it. */
  public Optional<List<String>> entrypoint() {
    return fields.has("entrypoint") ? Optional.of(fields.list("entrypoint")) : Optional.empty();
  }

  /** The variables that have a value, those of env_file among them. */
  public Map<String, String> environment() {
    return fields.map("environment");
  }

  /** Variables named without a value that nothing gives one: the image's are removed. */
  public Set<String> unsetEnvironment() {
    return new TreeSet<>(fields.nullKeys("environment"));
  }

  public List<PortSpec> ports() {
    return ServiceViews.ports(fields);
  }

  /** Ports, or ranges of them, that only other containers see; with or without a protocol. */
  public List<String> expose() {
    return fields.list("expose");
  }

  public List<MountSpec> mounts() {
    return ServiceViews.mounts(fields);
  }

  /** Directories kept in memory, each with its options: {@code /run:size=64m}. */
  public List<String> tmpfs() {
    return fields.list("tmpfs");
  }

  /** The networks the containers join, in the order they are joined; empty with a network mode. */
  public List<ServiceNetworkSpec> networks() {
    return ServiceViews.networks(fields);
  }

  /** {@code none}, {@code host}, {@code bridge}, {@code service:NAME}, {@code container:NAME}. */
  public String networkMode() {
    return fields.text("network_mode");
  }

  public List<DependencySpec> dependencies() {
    return ServiceViews.dependencies(fields);
  }

  public Optional<HealthcheckSpec> healthcheck() {
    return fields.has("healthcheck")
        ? Optional.of(new HealthcheckSpec(fields.struct("healthcheck")))
        : Optional.empty();
  }

  public RestartSpec restart() {
    return ServiceViews.restart(fields);
  }

  /** How many containers the service has. */
  public int scale() {
    return (int) Math.min(ConsistencyPass.scaleOf(node), Integer.MAX_VALUE);
  }

  public Map<String, String> labels() {
    return fields.map("labels");
  }

  public Map<String, String> annotations() {
    return fields.map("annotations");
  }

  public String containerName() {
    return fields.text("container_name");
  }

  public String hostname() {
    return fields.text("hostname");
  }

  public String domainname() {
    return fields.text("domainname");
  }

  public String macAddress() {
    return fields.text("mac_address");
  }

  public String user() {
    return fields.text("user");
  }

  public List<String> groups() {
    return fields.list("group_add");
  }

  public String workingDirectory() {
    return fields.text("working_dir");
  }

  public boolean tty() {
    return fields.flag("tty");
  }

  public boolean stdinOpen() {
    return fields.flag("stdin_open");
  }

  public Optional<Boolean> init() {
    return fields.optionalFlag("init");
  }

  public boolean readOnly() {
    return fields.flag("read_only");
  }

  public boolean privileged() {
    return fields.flag("privileged");
  }

  public List<String> capabilitiesAdded() {
    return fields.list("cap_add");
  }

  public List<String> capabilitiesDropped() {
    return fields.list("cap_drop");
  }

  public List<String> securityOptions() {
    return fields.list("security_opt");
  }

  public Map<String, String> sysctls() {
    return fields.map("sysctls");
  }

  public List<UlimitSpec> ulimits() {
    return ServiceViews.ulimits(fields);
  }

  public List<DeviceSpec> devices() {
    return ServiceViews.devices(fields);
  }

  /** Size of /dev/shm; 0 for the engine's default. */
  public long shmSize() {
    return fields.number("shm_size");
  }

  /** More names in /etc/hosts: {@code HOST=ADDRESS}, sorted. */
  public List<String> extraHosts() {
    return fields.list("extra_hosts");
  }

  public List<String> dns() {
    return fields.list("dns");
  }

  public List<String> dnsOptions() {
    return fields.list("dns_opt");
  }

  public List<String> dnsSearch() {
    return fields.list("dns_search");
  }

  public String stopSignal() {
    return fields.text("stop_signal");
  }

  public Optional<Duration> stopGracePeriod() {
    return fields.duration("stop_grace_period");
  }

  public Optional<LoggingSpec> logging() {
    if (!fields.has("logging")) {
      return Optional.empty();
    }
    Fields logging = fields.struct("logging");
    return Optional.of(new LoggingSpec(logging.text("driver"), logging.map("options")));
  }

  public ResourcesSpec resources() {
    return ServiceViews.resources(fields);
  }

  /** {@code always}, {@code never}, {@code missing}, {@code daily}, {@code every_12h}, or empty. */
  public String pullPolicy() {
    return fields.text("pull_policy");
  }

  public String platform() {
    return fields.text("platform");
  }

  public Set<String> profiles() {
    return new TreeSet<>(fields.list("profiles"));
  }

  /** Whether {@code up} shows this service's log. */
  public boolean attach() {
    return fields.optionalFlag("attach").orElse(true);
  }

  /** How the image is built; empty where it is only pulled. */
  public Optional<ServiceBuildSpec> build() {
    return MoreViews.build(fields);
  }

  /** The program that provides the service, where it is no container. */
  public Optional<ProviderSpec> provider() {
    return MoreViews.provider(fields);
  }

  public List<FileMountSpec> configs() {
    return MoreViews.files(fields, "configs");
  }

  public List<FileMountSpec> secrets() {
    return MoreViews.files(fields, "secrets");
  }

  /** Containers that run to their end, one after the other, before a first container starts. */
  public List<PreStartSpec> preStart() {
    return MoreViews.preStart(fields);
  }

  /** Commands run in a container after its start. */
  public List<HookSpec> postStart() {
    return MoreViews.hooks(fields, "post_start");
  }

  /** Commands run in a container before its stop. */
  public List<HookSpec> preStop() {
    return MoreViews.hooks(fields, "pre_stop");
  }

  /** What happens in development mode. */
  public List<WatchSpec> watch() {
    return MoreViews.watch(fields);
  }

  public List<ServiceModelSpec> models() {
    return MoreViews.models(fields);
  }

  /** Other services under another name: {@code SERVICE} or {@code SERVICE:ALIAS}. */
  public List<String> links() {
    return fields.list("links");
  }

  /** Containers outside of the stack: {@code CONTAINER} or {@code CONTAINER:ALIAS}. */
  public List<String> externalLinks() {
    return fields.list("external_links");
  }

  /** Services and {@code container:NAME} whose volumes are mounted, too; with a mode or without. */
  public List<String> volumesFrom() {
    return fields.list("volumes_from");
  }

  /** {@code host}, {@code service:NAME}, {@code container:NAME}, {@code shareable}, or empty. */
  public String ipc() {
    return fields.text("ipc");
  }

  /** {@code host}, {@code service:NAME}, {@code container:NAME}, or empty. */
  public String pid() {
    return fields.text("pid");
  }

  /** {@code host}, {@code service:NAME}, or empty. */
  public String uts() {
    return fields.text("uts");
  }

  /** {@code host} or empty. */
  public String usernsMode() {
    return fields.text("userns_mode");
  }

  /** Cgroup namespace: {@code host}, {@code private}, or empty. */
  public String cgroup() {
    return fields.text("cgroup");
  }

  public String cgroupParent() {
    return fields.text("cgroup_parent");
  }

  public List<String> deviceCgroupRules() {
    return fields.list("device_cgroup_rules");
  }

  public List<DeviceRequestSpec> gpus() {
    return MoreViews.requests(fields, "gpus");
  }

  /** The devices that {@code deploy} reserves. */
  public List<DeviceRequestSpec> reservedDevices() {
    Fields reserved = fields.struct("deploy").struct("resources").struct("reservations");
    return MoreViews.requests(reserved, "devices");
  }

  public Optional<BlockIoSpec> blockIo() {
    return MoreViews.blockIo(fields);
  }

  public Optional<DeploySpec> deploy() {
    return MoreViews.deploy(fields);
  }

  /** OCI runtime; empty for the engine's default. */
  public String runtime() {
    return fields.text("runtime");
  }

  /** Isolation of a container of Windows. */
  public String isolation() {
    return fields.text("isolation");
  }

  public Optional<CredentialSpec> credentialSpec() {
    return MoreViews.credentials(fields);
  }

  public Map<String, String> storageOptions() {
    return fields.map("storage_opt");
  }

  /** Whether the containers may use the engine. */
  public boolean useApiSocket() {
    return fields.flag("use_api_socket");
  }

  /** Absolute paths of the files whose labels are in {@link #labels} already. */
  public List<String> labelFiles() {
    return fields.list("label_file");
  }

  /** Age at which the image is pulled again, or empty. Docker Compose 2.40 ignores it. */
  public String pullRefreshAfter() {
    return fields.text("pull_refresh_after");
  }

  /**
   * Whether the model has a value for an attribute that is not its zero value, however it got it.
   *
   * @param attribute below the service, such as {@code deploy.placement}
   */
  public boolean isSet(String attribute) {
    return Fields.isSet(node, attribute);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "ServiceSpec[%s, %s]", name, image());
  }
}
