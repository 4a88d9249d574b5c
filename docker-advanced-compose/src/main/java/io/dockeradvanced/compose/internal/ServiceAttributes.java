package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bool;
import static io.dockeradvanced.compose.internal.Attribute.bytes;
import static io.dockeradvanced.compose.internal.Attribute.decimal;
import static io.dockeradvanced.compose.internal.Attribute.duration;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.list;
import static io.dockeradvanced.compose.internal.Attribute.map;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.strings;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import io.dockeradvanced.compose.internal.Attribute.Unique;
import io.dockeradvanced.compose.internal.Attribute.Yaml;
import java.util.regex.Pattern;

/** The rows below {@code services.*}, in the order of the config-hash. */
final class ServiceAttributes {
  private static final Pattern WRITABLE_CGROUPS =
      Pattern.compile("writable-cgroups([=:](?i:1|0|t|f|true|false))?");

  private static final int MOST_PERCENT = 100;
  private static final String NAME = "[a-zA-Z0-9._-]+";

  static final Attribute SERVICE =
      struct(
          "*",
          strings("profiles")
              .unique(Unique.KEY)
              .distinct()
              .hashedIn(Releases.until("2.30.2"))
              .doc("Only started with one of these profiles."),
          pairs("annotations", Bind.LABELS)
              .verdict(Verdict.api(43, "annotations"))
              .doc("Annotations of the container."),
          bool("attach")
              .present()
              .verdict(Verdict.carried("a deploy shows no logs; see `da stack logs`"))
              .doc("Whether `up` shows the service's log."),
          BuildAttributes.BUILD,
          LifecycleAttributes.develop(),
          DeviceAttributes.blkio(),
          keyList("cap_add").doc("Capabilities the container gets."),
          keyList("cap_drop").doc("Capabilities the container loses."),
          string("cgroup_parent").doc("Parent of the container's cgroup."),
          string("cgroup").oneOf("host", "private").doc("Cgroup namespace: `host` or `private`."),
          integer("cpu_count")
              .cast()
              .range(0, Long.MAX_VALUE)
              .verdict(SharedVerdicts.WINDOWS)
              .doc("How many CPUs a container of Windows may use."),
          decimal("cpu_percent")
              .accepts(Yaml.INTEGER, Yaml.STRING)
              .cast()
              .range(0, MOST_PERCENT)
              .verdict(SharedVerdicts.WINDOWS)
              .doc("How much of the CPUs a container of Windows may use."),
          integer("cpu_period")
              .also(Yaml.NUMBER)
              .cast()
              .verdict(SharedVerdicts.kernel("CpuCfsPeriod", "no CPU period"))
              .doc("CPU period in microseconds."),
          integer("cpu_quota")
              .also(Yaml.NUMBER)
              .cast()
              .verdict(SharedVerdicts.kernel("CpuCfsQuota", "no CPU quota"))
              .doc("CPU quota in microseconds."),
          integer("cpu_rt_period")
              .also(Yaml.NUMBER)
              .cast()
              .verdict(SharedVerdicts.REAL_TIME)
              .doc("Real-time period in microseconds."),
          integer("cpu_rt_runtime")
              .also(Yaml.NUMBER)
              .cast()
              .verdict(SharedVerdicts.REAL_TIME)
              .doc("Real-time runtime in microseconds."),
          decimal("cpus")
              .cast()
              .verdict(SharedVerdicts.CPUS)
              .doc("How many CPUs the container may use."),
          string("cpuset")
              .verdict(SharedVerdicts.kernel("CPUSet", "no sets of CPUs"))
              .doc("Which CPUs the container may use."),
          integer("cpu_shares")
              .also(Yaml.NUMBER)
              .cast()
              .verdict(SharedVerdicts.kernel("CPUShares", "no weights of CPU time"))
              .doc("Weight of the container's CPU time."),
          LifecycleAttributes.command("command").doc("Command; empty clears the image's."),
          list("configs", FileAttributes.mount())
              .unique(Unique.CONFIG)
              .doc("Configs as files in the container."),
          string("container_name")
              .matching("[a-zA-Z0-9][a-zA-Z0-9_.-]+")
              .doc("Name of the only container."),
          struct(
                  "credential_spec",
                  string("config").doc("Key of a config with the credentials."),
                  string("file").doc("File with the credentials."),
                  string("registry").doc("Value of the registry of Windows."))
              .verdict(SharedVerdicts.WINDOWS)
              .doc("Credentials of a managed service account of Windows."),
          map("depends_on", LifecycleAttributes.dependency())
              .keys(NAME)
              .also(Yaml.LIST)
              .merge(Merge.DEPENDS_ON)
              .canonical(Canonical.DEPENDS_ON)
              .distinct()
              .hashedIn(Releases.until("2.29.3"))
              .doc("Services that come up before this one."),
          DeployAttributes.DEPLOY,
          strings("device_cgroup_rules").distinct().doc("Which devices the container may use."),
          list("devices", device()).unique(Unique.DEVICE).doc("Devices of the server."),
          textList("dns").canonical(Canonical.STRING_TO_LIST).doc("Name servers."),
          strings("dns_opt")
              .merge(Merge.TO_LIST)
              .unique(Unique.KEY)
              .distinct()
              .doc("Options of the resolver."),
          textList("dns_search").doc("Search domains."),
          string("domainname").doc("Domain name of the container."),
          LifecycleAttributes.command("entrypoint").doc("Entry point; empty clears the image's."),
          LifecycleAttributes.provider(),
          pairs("environment", Bind.ENVIRONMENT)
              .doc("Environment; a name alone takes the value from where the stack is deployed."),
          list("env_file", envFile())
              .also(Yaml.STRING)
              .merge(Merge.TO_LIST)
              .unique(Unique.PATH)
              .canonical(Canonical.ENV_FILE)
              .doc("Files with more environment."),
          list("expose", string("[]").also(Yaml.INTEGER, Yaml.NUMBER))
              .unique(Unique.VALUE)
              .distinct()
              .doc("Ports other containers may use."),
          struct(
                  "extends",
                  string("file").doc("Its file; this one where it is left out."),
                  string("service").doc("Its name."))
              .also(Yaml.STRING)
              .require("service")
              .doc("The service this one is made from."),
          strings("external_links").distinct().doc("Other containers under another name."),
          FileAttributes.hosts().doc("More names in /etc/hosts."),
          list("group_add", string("[]").also(Yaml.INTEGER))
              .distinct()
              .doc("More groups of the user."),
          DeviceAttributes.gpus(),
          string("hostname").doc("Host name of the container."),
          LifecycleAttributes.healthcheck(),
          string("image").doc("Image of the container."),
          bool("init").cast().present().doc("Whether an init process reaps children."),
          string("ipc").doc("IPC namespace: `host`, `service:NAME`, `container:NAME` and others."),
          string("isolation")
              .verdict(SharedVerdicts.ISOLATION)
              .doc("Isolation of a container of Windows."),
          pairs("labels", Bind.LABELS).doc("Labels of the container."),
          strings("label_file")
              .also(Yaml.STRING)
              .merge(Merge.TO_LIST)
              .canonical(Canonical.ONE_OR_LIST)
              .notShown()
              .hashedIn(Releases.from("2.34.0"))
              .doc("Files with more labels."),
          keyList("links").doc("Other services under another name."),
          struct(
                  "logging",
                  string("driver").doc("Logging driver."),
                  Attributes.nullableOptions("options").doc("Options of the driver."))
              .merge(Merge.LOGGING)
              .doc("Where the log goes."),
          bytes("mem_limit").also(Yaml.NUMBER).verdict(SharedVerdicts.MEMORY).doc("Most memory."),
          bytes("mem_reservation")
              .verdict(SharedVerdicts.MEMORY)
              .doc("Memory to keep free for the container."),
          bytes("memswap_limit")
              .also(Yaml.NUMBER)
              .verdict(
                  SharedVerdicts.kernel("SwapLimit", "no limit of swap")
                      .except(Verdict.SUPPORTED, "-1"))
              .doc("Most memory and swap together; -1 for no limit on swap."),
          bytes("mem_swappiness")
              .verdict(
                  Verdict.kernel(
                          "CgroupVersion",
                          "1",
                          "mem_swappiness has no effect, for an engine with cgroup v2 has none")
                      .except(Verdict.SUPPORTED, "-1"))
              .doc("How willingly the kernel swaps, 0 to 100."),
          string("mac_address").doc("MAC address of the container."),
          LifecycleAttributes.models(),
          string("network_mode")
              .doc("`none`, `host`, `bridge`, `service:NAME` or `container:NAME`."),
          map("networks", ConnectionAttributes.network())
              .keys(NAME)
              .also(Yaml.LIST)
              .merge(Merge.NETWORKS)
              .canonical(Canonical.NETWORKS)
              .distinct()
              .doc("Networks the containers join."),
          bool("oom_kill_disable")
              .cast()
              .verdict(SharedVerdicts.kernel("OomKillDisable", "no way to spare a container"))
              .doc("Whether the kernel spares the container when memory is out."),
          integer("oom_score_adj")
              .cast()
              .range(-1000, 1000)
              .doc("How early the kernel kills the container."),
          string("pid")
              .also(Yaml.NULL)
              .doc("PID namespace: `host`, `service:NAME` or `container:NAME`."),
          integer("pids_limit")
              .also(Yaml.NUMBER)
              .cast()
              .verdict(SharedVerdicts.PIDS)
              .doc("Most processes; -1 for no limit."),
          string("platform").doc("Platform of the image."),
          list("ports", ConnectionAttributes.port())
              .unique(Unique.PORT)
              .canonical(Canonical.PORTS)
              .distinct()
              .doc("Ports the server publishes."),
          bool("privileged").cast().doc("All devices and capabilities."),
          string("pull_policy")
              .matching(
                  "always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+")
              .notHashed()
              .doc("When the image is pulled."),
          bool("read_only").cast().doc("Whether the root file system is read-only."),
          string("restart").doc("`no`, `always`, `on-failure[:N]`, `unless-stopped`."),
          string("runtime")
              .verdict(
                  Verdict.named("Runtimes", "the engine has no runtime '%s'")
                      // The name of a shim of containerd stands in no list of the engine.
                      .except(
                          "a shim of containerd",
                          node -> node instanceof Scalar s && s.text().indexOf('.') >= 0,
                          Verdict.SUPPORTED))
              .doc("OCI runtime of the container."),
          integer("scale").cast().present().notHashed().doc("Number of containers."),
          list("secrets", FileAttributes.mount())
              .unique(Unique.SECRET)
              .doc("Secrets as files in the container."),
          strings("security_opt")
              .distinct()
              .verdict(
                  Verdict.SUPPORTED.except(
                      "`writable-cgroups`",
                      ServiceAttributes::hasWritableCgroups,
                      Verdict.api(48, "writable-cgroups")))
              .doc("Security options; a seccomp profile is read."),
          bytes("shm_size").also(Yaml.NUMBER).doc("Size of /dev/shm."),
          bool("stdin_open").cast().doc("Whether standard input stays open."),
          duration("stop_grace_period").present().doc("Time between stop signal and kill."),
          string("stop_signal").doc("Signal that stops the container."),
          map("storage_opt", string("*").also(Yaml.INTEGER, Yaml.NULL))
              .bind(Bind.TEXTS)
              .hashedIn(Releases.from("2.24.4"))
              .doc("Options of the storage driver."),
          pairs("sysctls", Bind.LABELS).doc("Kernel parameters."),
          textList("tmpfs").doc("Directories kept in memory."),
          bool("tty").cast().doc("Whether there is a terminal."),
          ulimits(),
          bool("use_api_socket")
              .accepts(Yaml.BOOLEAN)
              .doc("Whether the container may use the engine."),
          string("user").doc("User the process runs as."),
          string("userns_mode").doc("User namespace: `host` or empty."),
          string("uts").doc("UTS namespace: `host` or empty."),
          list("volumes", MountAttributes.MOUNT)
              .unique(Unique.MOUNT)
              .distinct()
              .doc("What is mounted."),
          strings("volumes_from")
              .distinct()
              .doc("Services and containers whose volumes are mounted, too."),
          string("working_dir").doc("Directory the process starts in."),
          LifecycleAttributes.preStart()
              .since("5.3.0")
              .doc("Containers that run to their end before the first start."),
          LifecycleAttributes.hooks("post_start").doc("Commands run after a start."),
          LifecycleAttributes.hooks("pre_stop").doc("Commands run before a stop."),
          string("pull_refresh_after")
              .notShown()
              .notHashed()
              .doc("Age at which an image is pulled again; Compose 2.40 ignores it."));

  private ServiceAttributes() {}

  private static Attribute keyList(String name) {
    return strings(name).unique(Unique.KEY).distinct();
  }

  /** A string or a list of them. */
  private static Attribute textList(String name) {
    return keyList(name).also(Yaml.STRING).merge(Merge.TO_LIST);
  }

  private static Attribute device() {
    return struct(
            "[]",
            string("source").doc("Device on the server."),
            string("target").doc("Device in the container."),
            string("permissions").doc("Any of `r`, `w`, `m`."))
        .also(Yaml.STRING)
        .canonical(Canonical.DEVICE)
        .require("source");
  }

  private static Attribute envFile() {
    return struct(
            "[]",
            string("path").doc("The file."),
            bool("required").present().doc("Whether a missing file is an error."),
            string("format").doc("`raw` for a file without quotes and variables."))
        .also(Yaml.STRING)
        .closed()
        .require("path");
  }

  private static Attribute ulimits() {
    Attribute limit =
        FileAttributes.limit(integer("soft").cast(), integer("hard").cast())
            .also(Yaml.INTEGER, Yaml.STRING)
            .merge(Merge.REPLACE)
            .cast();
    return map("ulimits", limit).doc("Limits of the process.");
  }

  private static boolean hasWritableCgroups(Node options) {
    return options instanceof Sequence sequence
        && sequence.items().stream()
            .anyMatch(item -> WRITABLE_CGROUPS.matcher(((Scalar) item).text()).matches());
  }
}
