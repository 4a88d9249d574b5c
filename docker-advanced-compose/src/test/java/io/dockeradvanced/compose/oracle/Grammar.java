package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Random Compose files: every supported attribute in every form, and now and then a wrong one. */
final class Grammar {
  private static final List<String> SERVICES = List.of("web", "api", "db", "cache");
  private static final List<String> NETWORKS = List.of("front", "back", "default");
  private static final List<String> VOLUMES = List.of("data", "logs", "shared-files");
  private static final List<String> WORDS =
      List.of(
          "alpha",
          "b-2",
          "c_3",
          "\"quoted text\"",
          "'single'",
          "x.y",
          "\"1.4\"",
          "héé",
          "a&b",
          "\"<t>\"");
  private static final List<String> VARIABLES =
      List.of("TAG", "EMPTY", "PORT", "UNSET", "FLAG", "_X");

  private final Random random;
  private final boolean wrongAllowed;

  private final MoreGrammar more;

  Grammar(long seed) {
    this.random = new Random(seed * 7919);
    this.wrongAllowed = random.nextInt(4) == 0;
    this.more = new MoreGrammar(this);
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
    return text(model(override));
  }

  /** A value with a YAML tag before it. */
  record Tagged(String tag, Object value) {}

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

  String text(Map<String, Object> model) {
    StringBuilder text = new StringBuilder();
    write(model, 0, text);
    return text.toString();
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
      network.put("external", pick("true", "\"true\""));
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
      volume.put("external", "true");
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

  private Object options() {
    Map<String, Object> options = new LinkedHashMap<>();
    maybe(options, "com.example/mtu", () -> pick("1450", "\"1500\"", "1.50", "1e6"));
    options.put("key", word());
    return options;
  }

  Object command() {
    return switch (random.nextInt(8)) {
      case 0 -> "null";
      case 1 -> "\"\"";
      case 2 -> List.of();
      case 3 -> List.of("sh", "\"-c\"", pick("\"echo $$HOME ${TAG}\"", "'a | b'"));
      case 4 -> pick("sleep 10", "echo 'a b' \"c d\"", "sh -c \"x && y\"", "a\\ b c");
      case 5 -> pick("run && more", "x > /dev/null", "echo $$(id)", "a;b", "\"1>x\"");
      case 6 -> "\"--flag=${TAG:-x} --other '${EMPTY-e}'\"";
      default -> List.of("a", "\"\"", "\"b c\"");
    };
  }

  Object pairs(boolean environment) {
    if (chance(2)) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (String key : some(List.of("A", "B_1", "com.x/y", "TAG", "UNSET", "d-e"), 0)) {
        map.put(
            key,
            pick(
                "1",
                "true",
                "1.50",
                "\"s\"",
                "",
                "0777",
                "1e3",
                "yes",
                value(),
                "100000000.0",
                "0.000001"));
      }
      return map;
    }
    List<Object> list = new ArrayList<>();
    for (String key : some(List.of("A", "B_1", "TAG", "UNSET"), 0)) {
      list.add(
          chance(4) && environment
              ? key
              : pick(
                  key + "=" + "x", "\"" + key + "=${TAG:-y}\"", key + "=", "\"" + key + "=a=b\""));
    }
    return list;
  }

  /** A text with variables. */
  private String value() {
    String name = VARIABLES.get(random.nextInt(VARIABLES.size()));
    return switch (random.nextInt(13)) {
      case 0 -> "$" + name;
      case 1 -> "${" + name + "}";
      case 2 -> "${" + name + ":-default}";
      case 3 -> "${" + name + "-default}";
      case 4 -> "${" + name + ":+set}";
      case 5 -> "${" + name + "+set}";
      case 6 -> "${" + name + ":-${UNSET:-in}ner}";
      case 7 -> "pre$${" + name + "}post";
      case 8 -> "${" + name + "-a:-b}";
      case 9 -> "${" + name + ":-x}y${TAG}}z";
      case 10 -> "${TAG:?must be set}";
      case 11 -> "cost$ 5$";
      default -> wrongAllowed ? "${" + name + "?missing}" : "^a$";
    };
  }

  private Object ports() {
    int[] next = {8000 + random.nextInt(500)};
    return list(
        () -> {
          next[0] += 20;
          int p = next[0];
          return switch (random.nextInt(9)) {
            case 0 -> String.valueOf(80 + random.nextInt(20));
            case 1 -> "\"" + p + ":80\"";
            case 2 -> "\"127.0.0.1:" + p + ":81/udp\"";
            case 3 -> "\"" + p + "-" + (p + 2) + ":9-11\"";
            case 4 -> "\"" + p + "-" + (p + 5) + ":80\"";
            case 5 -> "\"[::1]:" + p + ":80/tcp\"";
            case 6 -> "\"127.0.0.1::90\"";
            case 7 -> "\"3000-3002\"";
            default -> {
              Map<String, Object> port = new LinkedHashMap<>();
              port.put("target", pick("80", "\"443\"", "${UNSET:-81}"));
              maybe(
                  port,
                  "published",
                  () -> pick(String.valueOf(p), "\"" + p + "\"", "\"" + p + "-" + (p + 3) + "\""));
              maybe(port, "protocol", () -> pick("tcp", "udp"));
              maybe(port, "mode", () -> pick("host", "ingress"));
              maybe(port, "host_ip", () -> pick("127.0.0.1", "0.0.0.0"));
              maybe(port, "name", () -> "http");
              maybe(port, "app_protocol", () -> "http");
              yield port;
            }
          };
        });
  }

  private Object mounts() {
    return list(
        () ->
            switch (random.nextInt(9)) {
              case 0 -> "data:/data";
              case 1 -> pick("./src:/src:ro", "./src/../x:/x/", "~/h:/h", "/abs//p:/p:rw,z");
              case 2 -> "/anonymous";
              case 3 -> pick("logs:/var/log:nocopy", "logs:/l:ro,nocopy", ".:/dot", "/a:/b:shared");
              case 4 -> "/x";
              default -> mount();
            });
  }

  private Object mount() {
    Map<String, Object> mount = new LinkedHashMap<>();
    String type = pick("bind", "bind", "volume", "volume", "tmpfs", "image", "cluster", "npipe");
    mount.put("type", type);
    if (type.equals("bind")) {
      mount.put("source", pick("./b", "/b", "~/b"));
      maybe(
          mount,
          "bind",
          () -> {
            Map<String, Object> bind = new LinkedHashMap<>();
            maybe(bind, "propagation", () -> "rshared");
            maybe(bind, "create_host_path", this::flag);
            maybe(bind, "selinux", () -> pick("z", "Z"));
            maybe(bind, "recursive", () -> pick("enabled", "disabled", "writable", "readonly"));
            return bind;
          });
    } else if (type.equals("volume")) {
      maybe(mount, "source", () -> pick("data", "shared-files"));
      maybe(
          mount,
          "volume",
          () -> {
            Map<String, Object> volume = new LinkedHashMap<>();
            maybe(volume, "nocopy", this::flag);
            maybe(volume, "subpath", () -> "sub/dir");
            maybe(volume, "labels", () -> pairs(false));
            return volume;
          });
    } else if (type.equals("image")) {
      mount.put("source", pick("busybox", "x:${TAG:-1}"));
      maybe(mount, "image", () -> chance(2) ? Map.of() : Map.of("subpath", "bin"));
    } else if (!type.equals("tmpfs")) {
      mount.put("source", "some");
    } else {
      maybe(
          mount,
          "tmpfs",
          () -> {
            Map<String, Object> tmpfs = new LinkedHashMap<>();
            maybe(tmpfs, "size", () -> pick("1000000", "64m"));
            maybe(tmpfs, "mode", () -> pick("0755", "1777"));
            return tmpfs;
          });
    }
    mount.put("target", "/m" + random.nextInt(4) + pick("", "/", "/./x"));
    maybe(mount, "read_only", this::flag);
    maybe(mount, "consistency", () -> "cached");
    return mount;
  }

  private Object dependsOn(String name) {
    // Only forward in the list, so that circles are the exception.
    List<String> others = SERVICES.subList(SERVICES.indexOf(name) + 1, SERVICES.size());
    if (chance(2)) {
      return new ArrayList<Object>(some(others, 0));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (String other : some(others, 0)) {
      Map<String, Object> dependency = new LinkedHashMap<>();
      dependency.put(
          "condition",
          pick("service_started", "service_healthy", "service_completed_successfully"));
      maybe(dependency, "restart", this::flag);
      maybe(dependency, "required", () -> pick("false", "true", "false"));
      map.put(other, dependency);
    }
    return map;
  }

  private Object healthcheck() {
    Map<String, Object> check = new LinkedHashMap<>();
    maybe(
        check,
        "test",
        () ->
            pick(
                "curl -f x",
                List.of("CMD", "x", "\"true\""),
                List.of("NONE"),
                List.of("CMD-SHELL", "\"x || exit 1\"")));
    maybe(check, "interval", this::duration);
    maybe(check, "timeout", this::duration);
    maybe(check, "start_period", this::duration);
    maybe(check, "start_interval", this::duration);
    maybe(check, "retries", () -> pick("3", "\"5\"", "0"));
    maybe(check, "disable", this::flag);
    return check;
  }

  private Object ulimits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    maybe(limits, "nproc", () -> pick("65535", "\"100\"", "0"));
    maybe(
        limits,
        "nofile",
        () -> {
          Map<String, Object> limit = new LinkedHashMap<>();
          limit.put("soft", pick("20000", "\"10\"", "0"));
          limit.put("hard", "40000");
          return limit;
        });
    return limits;
  }

  Object hosts() {
    if (chance(2)) {
      Map<String, Object> map = new LinkedHashMap<>();
      maybe(map, "somehost", () -> pick("1.2.3.4", "\"[::1]\"", "host-gateway"));
      maybe(map, "other", () -> List.of("1.1.1.1", "\"::2\""));
      return map;
    }
    return list(
        () ->
            pick(
                "somehost:1.2.3.4",
                "other=5.6.7.8",
                "\"v6=[::1]\"",
                "v6b:::1",
                "a=1.1.1.1,2.2.2.2"));
  }

  private Object logging() {
    Map<String, Object> logging = new LinkedHashMap<>();
    maybe(logging, "driver", () -> pick("json-file", "syslog"));
    maybe(
        logging,
        "options",
        () -> {
          Map<String, Object> options = new LinkedHashMap<>();
          maybe(options, "max-size", () -> "10m");
          maybe(options, "max-file", () -> pick("3", "\"4\""));
          maybe(options, "labels", () -> "");
          return options;
        });
    return logging;
  }

  private Object deploy() {
    Map<String, Object> deploy = new LinkedHashMap<>();
    maybe(deploy, "mode", () -> pick("replicated", "global"));
    maybe(deploy, "endpoint_mode", () -> pick("vip", "dnsrr"));
    maybe(deploy, "update_config", more::update);
    maybe(deploy, "rollback_config", more::update);
    maybe(deploy, "placement", more::placement);
    maybe(deploy, "replicas", () -> pick("1", "2", "\"2\"", "0"));
    maybe(deploy, "labels", () -> pairs(false));
    maybe(
        deploy,
        "restart_policy",
        () -> {
          Map<String, Object> policy = new LinkedHashMap<>();
          maybe(policy, "condition", () -> pick("on-failure", "any", "none"));
          maybe(policy, "delay", this::duration);
          maybe(policy, "max_attempts", () -> pick("3", "\"4\""));
          maybe(policy, "window", this::duration);
          return policy;
        });
    maybe(
        deploy,
        "resources",
        () -> {
          Map<String, Object> resources = new LinkedHashMap<>();
          maybe(
              resources,
              "limits",
              () -> {
                Map<String, Object> limits = new LinkedHashMap<>();
                maybe(limits, "cpus", () -> pick("0.5", "'0.50'", "2"));
                maybe(limits, "memory", () -> pick("64M", "1g"));
                maybe(limits, "pids", () -> pick("10", "\"20\""));
                return limits;
              });
          maybe(
              resources,
              "reservations",
              () -> {
                Map<String, Object> reservations = new LinkedHashMap<>();
                maybe(reservations, "cpus", () -> "'0.25'");
                maybe(reservations, "memory", () -> "20M");
                maybe(reservations, "devices", () -> list(() -> more.request(true)));
                maybe(reservations, "generic_resources", () -> list(more::genericResource));
                return reservations;
              });
          return resources;
        });
    return deploy;
  }

  private Object networks() {
    if (chance(2)) {
      return new ArrayList<Object>(some(NETWORKS, 0));
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : some(NETWORKS, 0)) {
      if (chance(3)) {
        map.put(name, "");
        continue;
      }
      Map<String, Object> network = new LinkedHashMap<>();
      maybe(network, "aliases", () -> list(this::word));
      maybe(network, "ipv4_address", () -> "10.1.0.7");
      maybe(network, "ipv6_address", () -> "fd00::7");
      maybe(network, "mac_address", () -> "02:42:ac:11:00:05");
      maybe(network, "priority", () -> pick("1", "1000"));
      maybe(network, "gw_priority", () -> pick("1", "-2", "0", "1.5"));
      maybe(network, "interface_name", () -> pick("eth0", "\"\""));
      maybe(network, "link_local_ips", () -> List.of("169.254.1.1"));
      maybe(network, "driver_opts", this::options);
      map.put(name, network);
    }
    return map;
  }

  private Object device() {
    if (chance(2)) {
      return pick("/dev/a:/dev/b:rw", "/dev/null", "/dev/a:/dev/c");
    }
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("source", "/dev/z");
    device.put("target", "/dev/z" + random.nextInt(3));
    maybe(device, "permissions", () -> "r");
    return device;
  }

  String word() {
    return pick(WORDS.toArray(new String[0]));
  }

  String flag() {
    return pick("true", "false", "\"true\"", "${FLAG:-false}", "True");
  }

  String size() {
    return pick("64m", "1g", "1048576", "\"512\"", "1.5gb", "2 MiB", "10KB", "0");
  }

  String duration() {
    return pick(
        "10s", "1m30s", "1h", "1.5s", "200ms", "1d", "1w2d", "90s", "0s", "100us", "1h1m1.001s");
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }

  void maybe(Map<String, Object> map, String key, Supplier<Object> value) {
    if (chance(2)) {
      map.put(key, value.get());
    }
  }

  Set<String> some(List<String> values, int least) {
    Set<String> chosen = new LinkedHashSet<>();
    int count = least + random.nextInt(values.size() + 1 - least);
    for (int i = 0; i < count; i++) {
      chosen.add(values.get(random.nextInt(values.size())));
    }
    return chosen;
  }

  /** Sometimes with repeated items, which is a matter of unicity. */
  List<Object> list(Supplier<Object> item) {
    List<Object> list = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      Object value = item.get();
      if (!list.contains(value) || chance(6) && wrongAllowed) {
        list.add(value);
      }
    }
    return list;
  }

  Object textOrList(Supplier<Object> item) {
    return chance(3) ? item.get() : list(item);
  }

  private void write(Object value, int depth, StringBuilder out) {
    String indent = "  ".repeat(depth);
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, child) -> {
            out.append(indent).append(key).append(':');
            child(child, depth, out);
          });
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        out.append(indent).append('-');
        if (item instanceof Map<?, ?> map && !map.isEmpty()) {
          int start = out.length();
          write(map, depth + 1, out);
          out.delete(start, start + indent.length() + 2).insert(start, " ");
        } else {
          child(item, depth, out);
        }
      }
    }
  }

  private void child(Object child, int depth, StringBuilder out) {
    if (child instanceof Tagged tagged) {
      out.append(' ').append(tagged.tag());
      child(tagged.value(), depth, out);
    } else if (child instanceof Map<?, ?> map && map.isEmpty()) {
      out.append(" {}\n");
    } else if (child instanceof List<?> list && list.isEmpty()) {
      out.append(" []\n");
    } else if (child instanceof Map || child instanceof List) {
      out.append('\n');
      write(child, depth + 1, out);
    } else {
      out.append(' ').append(child).append('\n');
    }
  }
}
