package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Builds, files, hooks, devices, namespaces and models for {@link Grammar}. */
final class MoreGrammar {
  private static final List<String> FILES = List.of("one", "two", "three");
  private static final List<String> MODELS = List.of("llm", "small");

  private final ServiceGrammar g;

  MoreGrammar(ServiceGrammar grammar) {
    this.g = grammar;
  }

  /** All of them are there in the first file, so that services may use any. */
  void topLevel(Map<String, Object> root, boolean override) {
    put(root, "configs", override, FILES, () -> file(override, true));
    put(root, "secrets", override, FILES, () -> file(override, false));
    put(root, "models", override, MODELS, this::model);
  }

  private void put(
      Map<String, Object> root,
      String section,
      boolean override,
      List<String> keys,
      Supplier<Object> value) {
    Map<String, Object> entries = new LinkedHashMap<>();
    Iterable<String> chosen = override ? g.some(keys, 0) : keys;
    chosen.forEach(key -> entries.put(key, value.get()));
    if (!entries.isEmpty()) {
      root.put(section, entries);
    }
  }

  private Object file(boolean override, boolean config) {
    Map<String, Object> file = new LinkedHashMap<>();
    if (!override) {
      if (g.chance(8)) {
        file.put("external", g.external());
        g.maybe(file, "name", () -> "outside");
        return file;
      }
      // In the second file another source would only contradict the first.
      String source = g.pick("file", "file", "environment", config ? "content" : "file");
      file.put(
          source,
          switch (source) {
            case "file" -> g.pick("./f.conf", "/etc/f", "~/f", "a/../b");
            case "environment" -> g.pick("TAG", "NOBODY");
            default -> g.pick("\"a $$x ${TAG:-1}\\n\"", "text");
          });
    }
    g.maybe(file, "name", () -> g.pick("own-name", "n_${TAG:-1}"));
    g.maybe(file, "labels", () -> map("a", g.pick("1", "x"), "b", ""));
    if (g.chance(4)) {
      file.put("template_driver", "golang");
    }
    if (!config && g.chance(4)) {
      file.put("driver", "vault");
      g.maybe(file, "driver_opts", () -> map("k", g.pick("v", "1", g.wrongAllowed ? "1.5" : "2")));
    }
    return file;
  }

  /** In the order given, so that a seed always makes the same file. */
  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private Object model() {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("model", g.pick("ai/smollm2", "m:${TAG:-1}"));
    g.maybe(model, "name", () -> "given");
    g.maybe(model, "context_size", () -> "1024");
    g.maybe(model, "runtime_flags", () -> List.of("\"--x\""));
    return model;
  }

  void service(String name, Map<String, Supplier<Object>> attributes) {
    attributes.put("build", this::build);
    attributes.put("configs", () -> g.list(this::mount));
    attributes.put("secrets", () -> g.list(this::mount));
    attributes.put("models", this::models);
    attributes.put("post_start", () -> g.list(this::hook));
    attributes.put("pre_stop", () -> g.list(this::hook));
    attributes.put("develop", this::develop);
    attributes.put("blkio_config", this::blkio);
    attributes.put("gpus", () -> g.chance(2) ? "all" : g.list(() -> request(false)));
    attributes.put("cgroup", () -> g.pick("host", "private"));
    attributes.put("cgroup_parent", g::word);
    attributes.put("cpu_count", () -> g.pick("2", "\"3\""));
    attributes.put("cpu_percent", () -> g.pick("50", "\"12\"", "50.0", "0"));
    attributes.put("cpu_rt_period", () -> g.pick("95000", "\"1000\""));
    attributes.put("cpu_rt_runtime", () -> g.pick("950", "1e3"));
    attributes.put("device_cgroup_rules", () -> g.list(() -> g.pick("c 1:3 mr", "a 7:* rmw")));
    attributes.put("isolation", () -> g.pick("default", "hyperv"));
    attributes.put("runtime", () -> g.pick("runc", "runsc"));
    attributes.put("storage_opt", () -> map("size", g.pick("1G", "5", "")));
    attributes.put("userns_mode", () -> g.pick("host", "\"\""));
    attributes.put("credential_spec", () -> map(g.pick("file", "registry", "config"), "c"));
    attributes.put("use_api_socket", () -> g.pick("true", "false"));
    attributes.put("pull_refresh_after", () -> "5h");
    attributes.put("provider", this::provider);
    attributes.put("external_links", () -> g.list(() -> g.pick("out", "\"out:o\"")));
    if (!name.equals("cache")) {
      // Everybody may use the last service, so that circles are the exception.
      attributes.put("links", () -> g.list(() -> g.pick("cache", "\"cache:l\"")));
      attributes.put("volumes_from", () -> g.list(() -> g.pick("cache", "container:x:ro")));
      attributes.put("ipc", () -> g.pick("host", "shareable", "service:cache"));
      attributes.put("pid", () -> g.pick("host", "container:x", "service:cache"));
      attributes.put("uts", () -> g.pick("host", "service:cache"));
    }
  }

  private Object build() {
    if (g.chance(4)) {
      return g.pick(".", "./dir", "https://example.org/x.git");
    }
    Map<String, Object> build = new LinkedHashMap<>();
    g.maybe(build, "context", () -> g.pick(".", "sub/dir", "~/src", "git@example.org:x"));
    Map<String, Supplier<Object>> rare = new LinkedHashMap<>();
    rare.put("dockerfile", () -> g.pick("Dockerfile.web", "sub/D"));
    rare.put("dockerfile_inline", () -> g.pick("FROM x", "\"FROM x\\nRUN ${TAG:-y} $$z\\n\""));
    rare.put("args", () -> g.pairs(true));
    rare.put("labels", () -> g.pairs(false));
    rare.put("tags", () -> g.list(() -> g.pick("a:1", "\"b:${TAG:-2}\"", "a=b")));
    rare.put("target", g::word);
    rare.put("network", () -> g.pick("host", "none"));
    rare.put("no_cache", g::flag);
    rare.put("pull", g::flag);
    rare.put("privileged", g::flag);
    rare.put("shm_size", () -> g.pick("64m", "1048576", "\"512\""));
    rare.put("isolation", () -> "process");
    rare.put("extra_hosts", g::hosts);
    rare.put("cache_from", () -> g.list(() -> g.pick("x/y", "type=registry")));
    rare.put("cache_to", () -> g.list(() -> g.pick("type=inline", "z")));
    rare.put("platforms", () -> g.list(() -> g.pick("linux/amd64", "linux/arm64")));
    rare.put("entitlements", () -> g.list(() -> g.pick("network.host", "security.insecure")));
    rare.put("provenance", () -> g.pick("true", "mode=max", "\"false\""));
    rare.put("sbom", () -> g.pick("true", "false"));
    rare.put("ssh", () -> g.chance(2) ? List.of("default") : map("default", ""));
    rare.put("secrets", () -> g.list(this::mount));
    rare.put("ulimits", () -> map("nproc", g.pick("10", "{soft: 1, hard: 2}")));
    rare.put("additional_contexts", this::contexts);
    rare.forEach(
        (key, value) -> {
          if (g.chance(5)) {
            build.put(key, value.get());
          }
        });
    return build;
  }

  private Object provider() {
    Map<String, Object> provider = map("type", g.pick("cloud", "t"));
    g.maybe(
        provider,
        "options",
        () ->
            map(
                "kind", g.pick("mysql", "${TAG:-x}"),
                "size", g.pick("256", "1.50", "true", "\"4\"", "0777"),
                "tags", List.of("a", g.pick("1", "false", "b"))));
    return provider;
  }

  private Object contexts() {
    return g.chance(2) ? map("a", "./a", "b", "docker-image://x") : List.of("a=../a", "c=~/c");
  }

  private Object mount() {
    String source = g.pick("one", "two", "three");
    if (g.chance(2)) {
      return source;
    }
    Map<String, Object> mount = map("source", source);
    g.maybe(mount, "target", () -> g.pick("/t", "t", "/run/secrets/one"));
    g.maybe(mount, "uid", () -> "\"103\"");
    g.maybe(mount, "gid", () -> "\"0\"");
    g.maybe(mount, "mode", () -> g.pick("0440", "\"0400\"", "288", "0"));
    return mount;
  }

  private Object models() {
    Set<String> chosen = g.some(MODELS, 0);
    if (g.chance(2)) {
      return new ArrayList<Object>(chosen);
    }
    Map<String, Object> models = new LinkedHashMap<>();
    for (String key : chosen) {
      models.put(key, g.chance(2) ? "" : map("endpoint_var", "URL", "model_var", "NAME"));
    }
    return models;
  }

  private Object hook() {
    Map<String, Object> hook = map("command", g.command());
    g.maybe(hook, "user", () -> "root");
    g.maybe(hook, "privileged", g::flag);
    g.maybe(hook, "working_dir", () -> "/w");
    g.maybe(hook, "environment", () -> g.pairs(true));
    return hook;
  }

  private Object develop() {
    return g.chance(6) ? "" : map("watch", g.list(this::trigger));
  }

  private Object trigger() {
    Map<String, Object> watch = map("path", g.pick("./src", "x.json", "~/y", "/z"));
    watch.put("action", g.pick("rebuild", "sync", "restart", "sync+restart", "sync+exec"));
    watch.put("target", "/t");
    g.maybe(watch, "ignore", () -> g.textOrList(() -> g.pick("a/", "b/")));
    g.maybe(watch, "include", () -> g.textOrList(() -> g.pick("\"*.js\"", "c")));
    g.maybe(watch, "initial_sync", () -> g.pick("true", "false"));
    if (g.chance(3)) {
      watch.put("exec", hook());
    }
    return watch;
  }

  private Object blkio() {
    Map<String, Object> io = new LinkedHashMap<>();
    g.maybe(io, "weight", () -> g.pick("300", "0"));
    g.maybe(io, "weight_device", () -> g.list(() -> device("weight", g.pick("10", "400"))));
    for (String key : List.of("read_bps", "read_iops", "write_bps", "write_iops")) {
      g.maybe(io, "device_" + key, () -> g.list(() -> device("rate", g.size())));
    }
    return io;
  }

  private Object device(String key, String value) {
    Map<String, Object> device = new LinkedHashMap<>();
    g.maybe(device, "path", () -> g.pick("/dev/sda", "/dev/sdb"));
    device.put(key, value);
    return device;
  }

  Object request(boolean strict) {
    Map<String, Object> request = new LinkedHashMap<>();
    if (strict || g.chance(2)) {
      request.put("capabilities", g.list(() -> g.pick("gpu", "tpu", "utility")));
    }
    if (g.chance(3)) {
      request.put("device_ids", List.of("\"0\"", "GPU-1"));
    } else {
      g.maybe(request, "count", () -> g.pick("1", "all", "\"2\""));
    }
    g.maybe(request, "driver", () -> "nvidia");
    g.maybe(request, "options", () -> g.pairs(false));
    return request;
  }

  Object update() {
    Map<String, Object> update = new LinkedHashMap<>();
    g.maybe(update, "parallelism", () -> g.pick("2", "\"0\"", "1"));
    g.maybe(update, "delay", g::duration);
    g.maybe(update, "failure_action", () -> g.pick("continue", "pause"));
    g.maybe(update, "monitor", g::duration);
    g.maybe(update, "max_failure_ratio", () -> g.pick("0.3", "\"0.1\"", "0"));
    g.maybe(update, "order", () -> g.pick("start-first", "stop-first"));
    return update;
  }

  Object placement() {
    Map<String, Object> placement = new LinkedHashMap<>();
    g.maybe(placement, "constraints", () -> g.list(() -> g.pick("a==b", "c!=d")));
    g.maybe(placement, "preferences", () -> g.list(() -> map("spread", g.word())));
    g.maybe(placement, "max_replicas_per_node", () -> g.pick("1", "\"2\""));
    return placement;
  }

  Object genericResource() {
    Map<String, Object> spec = new LinkedHashMap<>();
    g.maybe(spec, "kind", () -> "gpu");
    g.maybe(spec, "value", () -> g.pick("2", "\"3\""));
    return map("discrete_resource_spec", spec);
  }
}
