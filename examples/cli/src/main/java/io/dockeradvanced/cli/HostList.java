package io.dockeradvanced.cli;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.Contexts;
import io.dockeradvanced.host.DockerContext;
import io.dockeradvanced.host.HostInfo;
import io.dockeradvanced.host.HostResult;
import io.dockeradvanced.operation.Data;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The contexts of this machine, all of them asked at once who they are. */
final class HostList {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Shorter, so that a host can still say why. */
  private static final Duration CALL = Duration.ofSeconds(3);

  private HostList() {}

  /**
   * One context.
   *
   * @param info what its engine says; null when there is a problem
   * @param problem why there is no answer; empty when there is one
   */
  record Row(
      String name,
      String address,
      String description,
      boolean current,
      boolean tls,
      @Nullable HostInfo info,
      String problem) {

    String mark() {
      return current ? name + " *" : name;
    }

    String engine() {
      return info == null ? problem : info.serverVersion();
    }

    Data data() {
      return Data.of("name", name)
          .with("endpoint", address)
          .with("description", description)
          .with("current", current)
          .with("tls", tls)
          .with("reachable", info != null)
          .with("serverVersion", info == null ? "" : info.serverVersion())
          .with("apiVersion", info == null ? "" : info.apiVersion())
          .with("problem", problem);
    }
  }

  /**
   * All of them, in the order of their names.
   *
   * @param chosen the context that counts as the current one; null for what the environment says
   * @param environment with what the docker command was told, if it called us
   */
  static List<Row> of(@Nullable String chosen, Map<String, String> environment) {
    Contexts contexts = Contexts.of(environment);
    List<DockerContext> listed = contexts.list();
    Map<String, String> problems = new LinkedHashMap<>();
    Map<String, Boolean> tls = new LinkedHashMap<>();
    Map<String, HostResult<HostInfo>> answers;
    try (DockerAdvanced da = DockerAdvanced.create(Config.defaults().callTimeout(CALL))) {
      for (DockerContext context : listed) {
        try {
          var endpoint = contexts.endpoint(context.name());
          tls.put(context.name(), endpoint.tls().isPresent());
          da.host(context.name(), endpoint);
        } catch (InvalidSpec e) {
          problems.put(context.name(), e.getMessage());
        }
      }
      answers = da.each(PATIENCE, host -> host.info());
    }
    answers.forEach(
        (name, answer) -> answer.failure().ifPresent(e -> problems.put(name, problem(name, e))));
    List<Row> rows = new ArrayList<>();
    for (DockerContext context : listed) {
      HostResult<HostInfo> answer = answers.get(context.name());
      rows.add(
          new Row(
              context.name(),
              context.address(),
              context.description(),
              chosen == null ? context.current() : context.name().equals(chosen),
              tls.getOrDefault(context.name(), false),
              answer == null ? null : answer.value().orElse(null),
              problems.getOrDefault(context.name(), "")));
    }
    return rows;
  }

  /** Without the name of the host, which stands in the row already. */
  private static String problem(String name, RuntimeException failure) {
    if (!(failure instanceof DockerAdvancedException)) {
      throw failure;
    }
    String text = String.valueOf(failure.getMessage());
    return text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text;
  }
}
