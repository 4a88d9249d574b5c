package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.HookSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.Hooks;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.Vault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The hooks of services, for every step that starts or stops a container.
 *
 * <p>A container carries those it was made with in a label, encrypted: so it is stopped with its
 * own, whatever the file says by then, and by who has no file at all. One without that label - made
 * by Docker Compose, or where the key is another one - gets those of the file, where there is one.
 * A task has none.
 */
public final class ServiceHooks {
  private final Vault vault;
  private final Map<String, Data> services;
  private final PlanData.Builder plan;
  private final Consumer<String> starting;
  private final Set<String> warned = new HashSet<>();

  private ServiceHooks(
      Vault vault, Map<String, Data> services, PlanData.Builder plan, Consumer<String> starting) {
    this.vault = vault;
    this.services = services;
    this.plan = plan;
    this.starting = starting;
  }

  /**
   * Those of the containers of a host.
   *
   * @param file what is known of their services beside what they carry themselves
   * @param plan is warned of those that cannot be read
   */
  static ServiceHooks on(DockerHost host, Optional<ComposeProject> file, PlanData.Builder plan) {
    Map<String, Data> services =
        file.map(project -> services(project, ApiVersion.parse(host.apiVersion())))
            .orElse(Map.of());
    return new ServiceHooks(
        Operations.vault(host.owner()),
        services,
        plan,
        service -> file.ifPresent(project -> requireEnvironment(project, service)));
  }

  /** What else a file says is no matter for containers that are there, nor is what is wrong. */
  private static Map<String, Data> services(ComposeProject project, ApiVersion api) {
    Checks ignored = new Checks(project, api);
    Map<String, Data> services = new HashMap<>();
    project
        .services()
        .forEach(
            (name, service) ->
                services.put(
                    name,
                    of(
                        service,
                        project.hasServiceFiles(name)
                            ? PreStartBodies.of(project, service, api, "missing")
                            : List.of(),
                        FileObjects.of(project, ignored, service).hidden())));
    return services;
  }

  /** What stops a service needs none of its files, but what runs its {@code pre_start} does. */
  private static void requireEnvironment(ComposeProject project, String service) {
    ServiceSpec spec = project.services().get(service);
    if (spec != null && !spec.preStart().isEmpty()) {
      project.requireServiceFiles(service);
    }
  }

  /** Those of the containers of a stack that is deployed. */
  static ServiceHooks of(Deploy deploy) {
    Map<String, Data> services = new HashMap<>();
    deploy.desired().services().forEach((name, each) -> services.put(name, each.extras().hooks()));
    return new ServiceHooks(deploy.secrets().vault(), services, deploy.plan(), service -> {});
  }

  /** What the file says, as steps take it; empty when it says nothing. */
  static Data of(ServiceSpec service, List<Data> preStart, List<String> hidden) {
    Data hooks = preStart.isEmpty() ? Data.empty() : Data.of(Hooks.PRE_START, preStart);
    if (!service.postStart().isEmpty()) {
      hooks = hooks.with(Hooks.POST_START, hooks(service.postStart()));
    }
    if (!service.preStop().isEmpty()) {
      hooks = hooks.with(Hooks.PRE_STOP, hooks(service.preStop()));
    }
    return hooks.isEmpty() || hidden.isEmpty() ? hooks : hooks.with(Hooks.HIDE, hidden);
  }

  private static List<Data> hooks(List<HookSpec> hooks) {
    return hooks.stream()
        .map(
            hook ->
                Data.of("command", hook.command())
                    .with("user", hook.user())
                    .with("directory", hook.workingDirectory())
                    .with("privileged", hook.privileged())
                    .with("environment", Data.of(hook.environment()))
                    .with("unset", hook.unsetEnvironment()))
        .toList();
  }

  /** Has a new container of the service carry its hooks. */
  static Data sealed(Desired.Service service, Data secret) {
    Data hooks = service.extras().hooks();
    return hooks.isEmpty() ? secret : secret.with("sealed", Data.of(Labels.HOOKS, hooks.toJson()));
  }

  /** This step starts or stops a container that is there. */
  public Step.Builder with(Step.Builder step, Observed.Container container) {
    Data hooks = of(container);
    if (hooks.isEmpty() && carries(container) && warned.add(container.id())) {
      plan.warning(
          "%s has hooks that were encrypted with another key; they are not run, unless the file is given"
              .formatted(container.name()));
    }
    return Hooks.add(step, hooks);
  }

  /** The {@code pre_start} hooks of a container that is there, as the step takes them. */
  Data preStart(Observed.Container container) {
    if (!carries(container)) {
      starting.accept(container.service());
    }
    return PreStart.secret(of(container));
  }

  private static boolean carries(Observed.Container container) {
    return container.raw().path("Labels").has(Labels.HOOKS);
  }

  /** This step starts a new container of the service. */
  static Step.Builder with(Step.Builder step, Desired.Service service) {
    return Hooks.add(step, service.extras().hooks());
  }

  /** The hooks of a container that is there. */
  private Data of(Observed.Container container) {
    Data carried = Hooks.carried(vault, container.raw().path("Labels"));
    boolean ofFile = carried.isEmpty() && !container.oneOff();
    return ofFile ? services.getOrDefault(container.service(), Data.empty()) : carried;
  }
}
