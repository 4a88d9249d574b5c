package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Random Compose files: every supported attribute in every form, and now and then a wrong one. */
final class Grammar extends ServiceGrammar {
  private static final List<String> VOLUMES = List.of("data", "logs", "shared-files");

  Grammar(long seed) {
    super(seed);
  }

  /** Text of a .env file that fits the variables of the grammar. */
  String dotEnv() {
    List<String> lines =
        List.of(
            "TAG=1.4",
            "EMPTY=",
            "PORT='8080'",
            "FLAG=true",
            "_X=\"a ${TAG} b\"",
            "# comment",
            "export TAG=2 # tail",
            "QUOTED=\"line\\nbreak\\t$TAG\"",
            "RAW='$TAG'",
            "COLON: value",
            "NEXT=${TAG:-x}-${NOPE:-y}",
            "MULTI=\"one\ntwo\"");
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (random.nextInt(3) > 0) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  /** Text of a Compose file. */
  String file(boolean override) {
    return YamlText.of(model(override));
  }

  /** What a Compose file says. */
  Map<String, Object> model(boolean override) {
    Map<String, Object> root = new LinkedHashMap<>();
    if (chance(6)) {
      root.put("version", "\"3.8\"");
    }
    if (chance(3)) {
      root.put("name", pick("shop", "My-Shop", "${TAG:-demo}x", "a_b"));
    }
    if (chance(5)) {
      root.put("x-note", Map.of("any", List.of("1", "two")));
    }
    Map<String, Object> services = new LinkedHashMap<>();
    for (String name : override ? some(SERVICES, 1) : new LinkedHashSet<>(SERVICES)) {
      services.put(name, service(name, override));
    }
    root.put("services", services);
    Map<String, Object> networks = new LinkedHashMap<>();
    for (String name : override ? some(NETWORKS, 0) : NETWORKS) {
      if (!name.equals("default") || chance(5)) {
        networks.put(name, network());
      }
    }
    Map<String, Object> volumes = new LinkedHashMap<>();
    for (String name : override ? some(VOLUMES, 0) : VOLUMES) {
      volumes.put(name, volume());
    }
    if (!networks.isEmpty()) {
      root.put("networks", networks);
    }
    if (!volumes.isEmpty()) {
      root.put("volumes", volumes);
    }
    more.topLevel(root, override);
    if (wrongAllowed && chance(12)) {
      root.put(pick("servics", "build", "secret"), "x");
    }
    return root;
  }

  Map<String, Object> service(String name, boolean override) {
    Map<String, Supplier<Object>> attributes = new LinkedHashMap<>();
    attributes.put("command", this::command);
    attributes.put("entrypoint", this::command);
    attributes.put("environment", () -> pairs(true));
    attributes.put("labels", () -> pairs(false));
    attributes.put("annotations", () -> pairs(false));
    attributes.put("ports", this::ports);
    attributes.put("expose", () -> list(() -> pick("80", "\"81\"", "8080-8081", "\"53/udp\"")));
    attributes.put("volumes", this::mounts);
    attributes.put(
        "tmpfs", () -> textOrList(() -> pick("/run", "/tmp:size=64m,mode=1777", "/cache")));
    attributes.put("depends_on", () -> dependsOn(name));
    attributes.put("healthcheck", this::healthcheck);
    attributes.put("restart", () -> pick("\"no\"", "always", "on-failure:3", "unless-stopped"));
    attributes.put("container_name", () -> pick(name + "-1", "\"c.x_" + name + "\""));
    attributes.put("hostname", this::word);
    attributes.put("domainname", () -> pick("example.org", "x"));
    attributes.put("user", () -> pick("\"1000\"", "root", "1000:1000"));
    attributes.put("working_dir", () -> pick("/srv", "${UNSET:-/app}"));
    attributes.put("tty", this::flag);
    attributes.put("stdin_open", this::flag);
    attributes.put("init", this::flag);
    attributes.put("read_only", this::flag);
    attributes.put("privileged", this::flag);
    attributes.put("attach", this::flag);
    attributes.put("oom_kill_disable", this::flag);
    attributes.put("cap_add", () -> list(() -> pick("NET_ADMIN", "SYS_TIME", "ALL")));
    attributes.put("cap_drop", () -> list(() -> pick("ALL", "MKNOD")));
    attributes.put(
        "security_opt", () -> list(() -> pick("no-new-privileges:true", "label:disable")));
    attributes.put("sysctls", () -> pairs(false));
    attributes.put("ulimits", this::ulimits);
    attributes.put("shm_size", this::size);
    attributes.put("mem_limit", this::size);
    attributes.put("mem_reservation", this::size);
    attributes.put("memswap_limit", () -> pick("-1", "1g", "\"2048\""));
    attributes.put("mem_swappiness", () -> pick("60", "\"10\""));
    attributes.put("cpus", () -> pick("0.5", "\"1.5\"", "2", ".25", "0.1", "${UNSET:-0.75}"));
    attributes.put("cpu_shares", () -> pick("512", "\"73\"", "1e3"));
    attributes.put("cpu_quota", () -> pick("50000", "\"50000\""));
    attributes.put("cpu_period", () -> pick("100000", "0x100", "0777"));
    attributes.put("cpuset", () -> pick("\"0,1\"", "0-3"));
    attributes.put("pids_limit", () -> pick("100", "-1", "\"20\""));
    attributes.put("oom_score_adj", () -> pick("100", "-500", "\"5\""));
    attributes.put("extra_hosts", this::hosts);
    attributes.put("dns", () -> textOrList(() -> pick("8.8.8.8", "9.9.9.9", "::1")));
    attributes.put("dns_search", () -> textOrList(() -> pick("example.org", "a.b")));
    attributes.put("dns_opt", () -> list(() -> pick("use-vc", "ndots:2")));
    attributes.put("stop_signal", () -> pick("SIGUSR1", "TERM"));
    attributes.put("stop_grace_period", this::duration);
    attributes.put("logging", this::logging);
    attributes.put("deploy", this::deploy);
    attributes.put("scale", () -> pick("1", "2", "0", "\"3\""));
    attributes.put(
        "pull_policy", () -> pick("always", "if_not_present", "missing", "daily", "every_12h"));
    attributes.put("platform", () -> pick("linux/amd64", "linux/arm64"));
    attributes.put("group_add", () -> list(() -> pick("mail", "1000", "\"1001\"")));
    attributes.put("devices", () -> list(this::device));
    attributes.put("profiles", () -> list(() -> pick("debug", "test")));
    attributes.put("networks", this::networks);
    attributes.put("network_mode", () -> pick("host", "none", "bridge", "container:x"));
    attributes.put("mac_address", () -> pick("\"02:42:ac:11:00:03\"", "02:42:ac:11:65:43"));
    more.service(name, attributes);
    Map<String, Object> service = new LinkedHashMap<>();
    if (!override || chance(3)) {
      service.put(
          "image",
          pick("nginx", "web:${TAG}", "repo.example/x:${TAG:-1}", "a@sha256:0000", "'i:1.2'"));
    }
    List<String> names = new ArrayList<>(attributes.keySet());
    int count = random.nextInt(11);
    for (int i = 0; i < count; i++) {
      String attribute = names.get(random.nextInt(names.size()));
      if (attribute.equals("deploy") && chance(2)
          || attribute.equals("network_mode") && service.containsKey("networks")
          || attribute.equals("networks") && service.containsKey("network_mode")) {
        continue;
      }
      service.put(attribute, attributes.get(attribute).get());
    }
    if (wrongAllowed && chance(8)) {
      service.put(names.get(random.nextInt(names.size())), wrong());
    }
    return service;
  }

  private Object wrong() {
    return switch (random.nextInt(7)) {
      case 0 -> "12x";
      case 1 -> List.of("1", "2");
      case 2 -> new LinkedHashMap<>(Map.of("a", "1"));
      case 3 -> "${TAG";
      case 4 -> "null";
      case 5 -> "true";
      default -> "\"\"";
    };
  }

  private Object network() {
    if (chance(2)) {
      return "";
    }
    Map<String, Object> network = new LinkedHashMap<>();
    if (chance(wrongAllowed ? 8 : 30)) {
      network.put("external", external());
      maybe(network, "name", () -> pick("outside", "net-${TAG}"));
      return network;
    }
    maybe(network, "name", () -> pick("own-name", "n_${TAG:-1}"));
    maybe(network, "driver", () -> pick("bridge", "overlay"));
    maybe(network, "driver_opts", () -> options());
    maybe(network, "internal", this::flag);
    maybe(network, "attachable", this::flag);
    maybe(network, "enable_ipv6", this::flag);
    maybe(network, "enable_ipv4", this::flag);
    maybe(network, "labels", () -> pairs(false));
    maybe(network, "ipam", this::ipam);
    return network;
  }

  private Object ipam() {
    Map<String, Object> ipam = new LinkedHashMap<>();
    maybe(ipam, "driver", () -> "default");
    maybe(ipam, "options", () -> Map.of("foo", "bar"));
    maybe(
        ipam,
        "config",
        () ->
            list(
                () -> {
                  Map<String, Object> pool = new LinkedHashMap<>();
                  pool.put("subnet", pick("10.1.0.0/16", "172.28.0.0/16", "fd00::/64"));
                  maybe(pool, "gateway", () -> pick("10.1.0.1", "\"172.28.5.254\""));
                  maybe(pool, "ip_range", () -> "10.1.5.0/24");
                  maybe(pool, "aux_addresses", () -> Map.of("host1", "10.1.0.5"));
                  return pool;
                }));
    return ipam;
  }

  private Object volume() {
    if (chance(2)) {
      return "";
    }
    Map<String, Object> volume = new LinkedHashMap<>();
    if (chance(wrongAllowed ? 6 : 30)) {
      volume.put("external", external());
      maybe(volume, "name", () -> "outside");
      return volume;
    }
    maybe(volume, "name", () -> pick("own-volume", "v_${TAG}"));
    maybe(volume, "driver", () -> pick("local", "nfs"));
    maybe(volume, "driver_opts", () -> pick(options(), bindOptions()));
    maybe(volume, "labels", () -> pairs(false));
    return volume;
  }

  private Object bindOptions() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("type", "none");
    options.put("o", "bind");
    options.put("device", pick("./here", "/there", "~/home"));
    return options;
  }
}
