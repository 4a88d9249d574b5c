package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.DeviceSpec;
import io.dockeradvanced.compose.RestartSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.UlimitSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an engine takes for a service as a whole and for its process. */
final class ServiceChecks {
  static final int MOST_REPLICAS = 1000;
  private static final int LONGEST_HOST_NAME = 64;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final Pattern EXPOSE =
      Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(?:tcp|udp|sctp))?");
  private static final Pattern DEVICE_ACCESS = Pattern.compile("[rwm]{1,3}");
  private static final Pattern SECURITY_OPTION =
      Pattern.compile(
          "(no-new-privileges|writable-cgroups)([=:]([01tTfF]|true|True|TRUE|false|False|FALSE))?|disable|(label|apparmor|seccomp)[=:].+|systempaths=unconfined");

  private static final Set<String> RESTARTS =
      Set.of("", "no", "always", "on-failure", "unless-stopped");

  private final Checks checks;
  private final ServiceSpec service;
  private final String at;

  ServiceChecks(Checks checks, ServiceSpec service) {
    this.checks = checks;
    this.service = service;
    this.at = "services." + service.name();
  }

  void check() {
    names();
    restart();
    process();
    times();
    lists();
  }

  private void names() {
    boolean none =
        service.image().isEmpty() && (service.isSet("build") || service.isSet("provider"));
    if (!none && !ImageNames.isImage(service.image())) {
      checks.problem(
          at + ".image", "'%s' is not an image reference", ImageNames.shown(service.image()));
    }
    String name = service.containerName();
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      checks.problem(
          at + ".container_name",
          "'%s' is not a container name; use letters, digits, _ . and -",
          ImageNames.shown(name));
    }
    if (service.hostname().length() > LONGEST_HOST_NAME) {
      checks.problem(at + ".hostname", "a host name has at most %d characters", LONGEST_HOST_NAME);
    }
    if (service.scale() > MOST_REPLICAS) {
      checks.problem(
          at,
          "service %s has %d replicas; at most %d fit on one engine",
          service.name(),
          service.scale(),
          MOST_REPLICAS);
    }
  }

  private void restart() {
    RestartSpec restart = service.restart();
    String written = checks.written(at + ".deploy.restart_policy.condition", at + ".restart");
    if (!RESTARTS.contains(restart.policy())) {
      checks.problem(
          written,
          written.endsWith("condition")
              ? "restart condition '%s' is none of none, on-failure and any"
              : "restart '%s' is none of no, always, on-failure, on-failure:N and unless-stopped",
          restart.policy());
    } else if (restart.maximumRetries() != 0
        && !Set.of("", "on-failure").contains(restart.policy())) {
      checks.problem(
          checks.written(at + ".deploy.restart_policy.max_attempts", at + ".restart"),
          "only on-failure takes a number of restarts; '%s' does not",
          restart.policy());
    }
  }

  private void process() {
    if (service.environment().containsKey("") || service.unsetEnvironment().contains("")) {
      checks.problem(at + ".environment", "a variable has no name; write NAME=value");
    }
    String signal = service.stopSignal();
    if (!signal.isEmpty() && !Signals.isKnown(signal)) {
      checks.problem(at + ".stop_signal", "'%s' is not a signal such as SIGTERM", signal);
    }
    String directory = service.workingDirectory();
    if (!directory.isEmpty() && !directory.startsWith("/")) {
      checks.problem(
          at + ".working_dir", "'%s' is not an absolute path in the container", directory);
    }
    for (UlimitSpec limit : service.ulimits()) {
      String where = at + ".ulimits." + limit.name();
      if (!Kernel.LIMITS.contains(limit.name())) {
        checks.problem(where, "'%s' is not a limit such as nofile or nproc", limit.name());
      } else if (limit.hard() != -1 && (limit.soft() == -1 || limit.soft() > limit.hard())) {
        checks.problem(
            where,
            "the soft limit %d of %s is above its hard limit %d",
            limit.soft(),
            limit.name(),
            limit.hard());
      }
    }
    for (String name : service.sysctls().keySet()) {
      if (!Kernel.isSysctl(name)) {
        checks.problem(
            at + ".sysctls",
            "%s belongs to the whole machine, not to a container; only net.*, fs.mqueue.* and"
                + " the kernel.msg*, kernel.sem and kernel.shm* of a container can be set",
            name);
      }
    }
  }

  private void times() {
    service
        .stopGracePeriod()
        .filter(Duration::isNegative)
        .ifPresent(d -> checks.problem(at + ".stop_grace_period", "a time must not be negative"));
    service
        .healthcheck()
        .ifPresent(
            check -> {
              time(at + ".healthcheck.interval", check.interval());
              time(at + ".healthcheck.timeout", check.timeout());
              time(at + ".healthcheck.start_period", check.startPeriod());
              time(at + ".healthcheck.start_interval", check.startInterval());
            });
  }

  /** 0 is the engine's default. */
  private void time(String attribute, Optional<Duration> time) {
    if (time.isPresent() && !time.get().isZero() && time.get().compareTo(SHORTEST) < 0) {
      checks.problem(attribute, "a time of a health check is at least 1ms");
    }
  }

  private void lists() {
    each("cap_add", service.capabilitiesAdded(), Kernel::isCapability, "is not a capability");
    each("cap_drop", service.capabilitiesDropped(), Kernel::isCapability, "is not a capability");
    each(
        "expose",
        service.expose(),
        ServiceChecks::isExpose,
        "is not a port or a range of ports from 1 to 65535");
    each(
        "security_opt",
        service.securityOptions(),
        option -> SECURITY_OPTION.matcher(option).matches(),
        "is not a security option such as no-new-privileges:true, label=…, apparmor=… or"
            + " seccomp=unconfined");
    List<DeviceSpec> devices = service.devices();
    for (int i = 0; i < devices.size(); i++) {
      device(at + ".devices[" + i + "]", devices.get(i));
    }
  }

  private interface Accepts {
    boolean test(String text);
  }

  private void each(String list, List<String> texts, Accepts accepts, String problem) {
    for (int i = 0; i < texts.size(); i++) {
      if (!accepts.test(texts.get(i))) {
        checks.problem(at + "." + list + "[" + i + "]", "'%s' %s", texts.get(i), problem);
      }
    }
  }

  private void device(String attribute, DeviceSpec device) {
    if (DeviceBody.isQualified(device)) {
      return;
    }
    for (String path : List.of(device.source(), device.target())) {
      if (!path.isEmpty() && !path.startsWith("/")) {
        checks.problem(attribute, "'%s' is not an absolute path of a device", path);
        return;
      }
    }
    if (!device.permissions().isEmpty() && !DEVICE_ACCESS.matcher(device.permissions()).matches()) {
      checks.problem(attribute, "'%s' is not made of r, w and m", device.permissions());
    }
  }

  private static boolean isExpose(String text) {
    Matcher m = EXPOSE.matcher(text);
    if (!m.matches()) {
      return false;
    }
    int first = Integer.parseInt(m.group(1));
    int last = m.group(2) == null ? first : Integer.parseInt(m.group(2));
    return first >= 1 && first <= last && last <= 65535;
  }
}
