package io.dockeradvanced.stack.internal;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.container.TerminalSize;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.Task;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The container of a task: as one of the service, with what the task says otherwise.
 *
 * @param service with the body of the create call
 * @param name of the container
 */
public record OneOff(Desired.Service service, String name) {
  private static final int SLUG_BYTES = 32;
  private static final int SHORT = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The stack with the service as the task has it.
   *
   * @throws InvalidSpec when there is no such service
   */
  public static ComposeProject project(ComposeProject project, Task task) {
    ProjectServices.require(project, List.of(task.service()));
    return project.forTask(task.service(), task.override());
  }

  /**
   * @param desired made of {@link #project}
   * @param options when its image is pulled or built
   */
  public static OneOff of(Desired desired, Task task, DeployOptions options) {
    Desired.Service service =
        requireNonNull(DeployPlanner.chosen(desired, options).services().get(task.service()));
    byte[] random = new byte[SLUG_BYTES];
    RANDOM.nextBytes(random);
    String slug = HexFormat.of().formatHex(random);
    String name =
        task.name()
            .orElse(
                "%s-%s-run-%s"
                    .formatted(desired.project(), service.name(), slug.substring(0, SHORT)));
    return new OneOff(service.task(body(service.body(), task, slug), task.hasAliases()), name);
  }

  private static Data body(Data of, Task task, String slug) {
    Data labels = of.object("Labels").with(Labels.ONEOFF, "True").with(Labels.SLUG, slug);
    if (task.isAlone()) {
      labels = labels.with(Labels.DEPENDS_ON, "");
    }
    for (Map.Entry<String, String> label : task.labels().entrySet()) {
      // Those that tell what it is are nobody's to choose.
      if (!label.getKey().startsWith(Labels.COMPOSE) || !labels.has(label.getKey())) {
        labels = labels.with(label.getKey(), label.getValue());
      }
    }
    Data body =
        of.with("Labels", labels)
            .with("Tty", task.hasTerminal())
            .with("OpenStdin", task.hasInput())
            .with("StdinOnce", task.hasInput())
            .with("AttachStdin", task.hasInput())
            .with("AttachStdout", true)
            .with("AttachStderr", true);
    if (task.entrypoint().isPresent()) {
      body = body.with("Entrypoint", ContainerBody.entrypoint(task.entrypoint().get()));
      body = body.with("Cmd", List.of());
    }
    if (task.command().isPresent()) {
      body = body.with("Cmd", task.command().get());
    }
    if (task.user().isPresent()) {
      body = body.with("User", task.user().get());
    }
    if (task.directory().isPresent()) {
      body = body.with("WorkingDir", task.directory().get());
    }
    if (!task.environment().isEmpty()) {
      body = body.with("Env", environment(body.texts("Env"), task.environment()));
    }
    Data host =
        body.object("HostConfig")
            .with("RestartPolicy", Data.of("Name", ""))
            .with("AutoRemove", !task.isKept());
    if (task.terminalSize().isPresent()) {
      TerminalSize size = task.terminalSize().get();
      host = host.with("ConsoleSize", List.of(size.rows(), size.columns()));
    }
    return networks(body.with("HostConfig", host), task);
  }

  /** Nobody who asks for the service shall come to a task of it. */
  private static Data networks(Data body, Task task) {
    Data networking = body.object("NetworkingConfig");
    Data endpoints = networking.object("EndpointsConfig");
    if (task.hasAliases() || endpoints.isEmpty()) {
      return body;
    }
    for (String network : endpoints.asMap().keySet()) {
      endpoints = endpoints.with(network, endpoints.object(network).with("Aliases", List.of()));
    }
    return body.with("NetworkingConfig", networking.with("EndpointsConfig", endpoints));
  }

  private static List<String> environment(List<String> own, Map<String, @Nullable String> changes) {
    Map<String, String> entries = new LinkedHashMap<>();
    own.forEach(entry -> entries.put(entry.split("=", 2)[0], entry));
    changes.forEach(
        (name, value) -> {
          // Without a value the engine takes away what the image sets.
          entries.put(name, value == null ? name : name + "=" + value);
        });
    return List.copyOf(entries.values());
  }
}
