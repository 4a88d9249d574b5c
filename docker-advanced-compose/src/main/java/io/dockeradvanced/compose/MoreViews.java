package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Fields;
import io.dockeradvanced.compose.internal.FileContents;
import io.dockeradvanced.compose.internal.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The records of builds, files, hooks, devices and models, read from the final tree. */
final class MoreViews {
  private MoreViews() {}

  static Optional<ServiceBuildSpec> build(Fields service) {
    if (!service.has("build")) {
      return Optional.empty();
    }
    Fields build = service.struct("build");
    Map<String, String> ssh = new LinkedHashMap<>(build.map("ssh"));
    build.nullKeys("ssh").forEach(key -> ssh.put(key, ""));
    return Optional.of(
        new ServiceBuildSpec(
            build.text("context"),
            build.text("dockerfile"),
            build.text("dockerfile_inline"),
            build.text("target"),
            build.map("args"),
            build.map("labels"),
            build.list("tags"),
            build.list("platforms"),
            build.flag("no_cache"),
            build.flag("pull"),
            build.flag("privileged"),
            build.text("network"),
            build.text("isolation"),
            build.list("extra_hosts"),
            build.number("shm_size"),
            ServiceViews.ulimits(build),
            build.list("cache_from"),
            build.list("cache_to"),
            build.map("additional_contexts"),
            files(build, "secrets"),
            ssh,
            build.list("entitlements"),
            build.text("provenance"),
            build.text("sbom")));
  }

  static List<FileMountSpec> files(Fields owner, String key) {
    return owner.structs(key).stream()
        .map(
            file ->
                new FileMountSpec(
                    file.text("source"),
                    file.text("target"),
                    file.text("uid"),
                    file.text("gid"),
                    mode(file.text("mode"))))
        .toList();
  }

  private static OptionalInt mode(String octal) {
    return octal.matches("[0-7]{1,10}")
        ? OptionalInt.of(Integer.parseInt(octal, 8))
        : OptionalInt.empty();
  }

  static FileObjectSpec fileObject(String key, Mapping node) {
    Fields object = new Fields(node);
    return new FileObjectSpec(
        key,
        object.text("name"),
        object.text("file"),
        object.text("environment"),
        Optional.ofNullable(node.text(FileContents.KEY)),
        object.flag("external"),
        object.map("labels"),
        object.text("driver"),
        object.map("driver_opts"),
        object.text("template_driver"));
  }

  static ModelSpec model(String key, Mapping node) {
    Fields model = new Fields(node);
    return new ModelSpec(
        key,
        model.text("name"),
        model.text("model"),
        model.number("context_size"),
        model.list("runtime_flags"));
  }

  static List<ServiceModelSpec> models(Fields service) {
    List<ServiceModelSpec> models = new ArrayList<>();
    service
        .structMap("models")
        .forEach(
            (key, model) ->
                models.add(
                    new ServiceModelSpec(
                        key, model.text("endpoint_var"), model.text("model_var"))));
    return List.copyOf(models);
  }

  static List<HookSpec> hooks(Fields service, String key) {
    return service.structs(key).stream().map(MoreViews::hook).toList();
  }

  static List<PreStartSpec> preStart(Fields service) {
    return service.structs("pre_start").stream()
        .map(
            hook ->
                new PreStartSpec(
                    hook.text("image"),
                    hook.list("command"),
                    hook.text("user"),
                    hook.flag("privileged"),
                    hook.text("working_dir"),
                    hook.map("environment"),
                    Set.copyOf(hook.nullKeys("environment")),
                    hook.flag("per_replica")))
        .toList();
  }

  private static HookSpec hook(Fields hook) {
    return new HookSpec(
        hook.list("command"),
        hook.text("user"),
        hook.flag("privileged"),
        hook.text("working_dir"),
        hook.map("environment"),
        Set.copyOf(hook.nullKeys("environment")));
  }

  static List<WatchSpec> watch(Fields service) {
    return service.struct("develop").structs("watch").stream()
        .map(
            watch ->
                new WatchSpec(
                    watch.text("path"),
                    watch.text("action"),
                    watch.text("target"),
                    watch.has("exec") ? Optional.of(hook(watch.struct("exec"))) : Optional.empty(),
                    watch.list("include"),
                    watch.list("ignore"),
                    watch.flag("initial_sync")))
        .toList();
  }

  static Optional<ProviderSpec> provider(Fields service) {
    if (!service.has("provider")) {
      return Optional.empty();
    }
    Fields provider = service.struct("provider");
    return Optional.of(new ProviderSpec(provider.text("type"), provider.lists("options")));
  }

  static List<DeviceRequestSpec> requests(Fields owner, String key) {
    return owner.structs(key).stream()
        .map(
            request ->
                new DeviceRequestSpec(
                    request.text("driver"),
                    request.number("count"),
                    request.list("device_ids"),
                    request.list("capabilities"),
                    request.map("options")))
        .toList();
  }

  static Optional<BlockIoSpec> blockIo(Fields service) {
    if (!service.has("blkio_config")) {
      return Optional.empty();
    }
    Fields io = service.struct("blkio_config");
    return Optional.of(
        new BlockIoSpec(
            (int) io.number("weight"),
            devices(io, "weight_device", "weight"),
            devices(io, "device_read_bps", "rate"),
            devices(io, "device_read_iops", "rate"),
            devices(io, "device_write_bps", "rate"),
            devices(io, "device_write_iops", "rate")));
  }

  private static List<BlockIoSpec.Device> devices(Fields io, String key, String value) {
    return io.structs(key).stream()
        .map(device -> new BlockIoSpec.Device(device.text("path"), device.number(value)))
        .toList();
  }

  static Optional<CredentialSpec> credentials(Fields service) {
    Fields spec = service.struct("credential_spec");
    return service.has("credential_spec")
        ? Optional.of(
            new CredentialSpec(spec.text("config"), spec.text("file"), spec.text("registry")))
        : Optional.empty();
  }

  static Optional<DeploySpec> deploy(Fields service) {
    if (!service.has("deploy")) {
      return Optional.empty();
    }
    Fields deploy = service.struct("deploy");
    Fields placement = deploy.struct("placement");
    Fields reserved = deploy.struct("resources").struct("reservations");
    Map<String, Long> generic = new LinkedHashMap<>();
    for (Fields resource : reserved.structs("generic_resources")) {
      Fields spec = resource.struct("discrete_resource_spec");
      generic.merge(spec.text("kind"), spec.number("value"), Long::sum);
    }
    return Optional.of(
        new DeploySpec(
            deploy.text("mode"),
            deploy.text("endpoint_mode"),
            deploy.map("labels"),
            update(deploy, "update_config"),
            update(deploy, "rollback_config"),
            placement.list("constraints"),
            placement.structs("preferences").stream().map(p -> p.text("spread")).toList(),
            placement.number("max_replicas_per_node"),
            reserved.decimal("cpus"),
            generic));
  }

  private static Optional<UpdateSpec> update(Fields deploy, String key) {
    if (!deploy.has(key)) {
      return Optional.empty();
    }
    Fields update = deploy.struct(key);
    return Optional.of(
        new UpdateSpec(
            update.optionalInt("parallelism"),
            update.duration("delay").orElse(Duration.ZERO),
            update.text("failure_action"),
            update.duration("monitor").orElse(Duration.ZERO),
            update.decimal("max_failure_ratio"),
            update.text("order")));
  }
}
