package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the attributes of a service may be. */
class ServiceGrammar extends Dice {
  static final List<String> SERVICES = List.of("web", "api", "db", "cache");

  static final List<String> NETWORKS = List.of("front", "back", "default");

  final MoreGrammar more = new MoreGrammar(this);

  ServiceGrammar(long seed) {
    super(seed);
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

  Object ports() {
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

  Object mounts() {
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

  Object mount() {
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

  Object dependsOn(String name) {
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

  Object healthcheck() {
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

  Object ulimits() {
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

  Object logging() {
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

  Object deploy() {
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

  Object networks() {
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

  Object device() {
    if (chance(2)) {
      return pick("/dev/a:/dev/b:rw", "/dev/null", "/dev/a:/dev/c");
    }
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("source", "/dev/z");
    device.put("target", "/dev/z" + random.nextInt(3));
    maybe(device, "permissions", () -> "r");
    return device;
  }
}
