package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Projects of several files: overrides with tags, documents after each other, extends within a file
 * and of others, includes of files that include and extend in their turn.
 *
 * <p>Left out is what Docker Compose decides anew in each run: whether a reset in the middle of a
 * chain of extends within one file counts.
 */
final class ProjectGrammar {
  private static final List<String> SERVICES = List.of("web", "api", "db", "cache");

  private final Random random;
  private final Grammar grammar;
  private final Map<String, String> files = new LinkedHashMap<>();

  ProjectGrammar(long seed) {
    this.random = new Random(seed * 104_729);
    this.grammar = new Grammar(seed + 1_000_000);
    main();
  }

  /** Texts by path. */
  Map<String, String> files() {
    return files;
  }

  private void main() {
    files.put(".env", grammar.dotEnv());
    Map<String, Object> model = grammar.model(false);
    boolean extended = chance(2);
    boolean included = !extended || chance(2);
    if (extended) {
      extend(services(model), "base/base.yaml");
      base("base/base.yaml", "deep/deep.yaml");
      base("base/deep/deep.yaml", null);
    }
    if (included) {
      model.put("include", includes());
    }
    String text = YamlText.of(model);
    if (chance(4)) {
      Map<String, Object> second = grammar.model(true);
      tag(second);
      text += "---\n" + YamlText.of(second);
    }
    files.put("compose.yaml", text);
    if (chance(2)) {
      Map<String, Object> more = grammar.model(true);
      tag(more);
      if (extended && chance(2)) {
        extend(services(more), "base/base.yaml");
      }
      files.put("more.yaml", YamlText.of(more));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> services(Map<String, Object> model) {
    return (Map<String, Object>) model.get("services");
  }

  /** Services after their own in the list are extended, and those of the other file. */
  @SuppressWarnings("unchecked")
  private void extend(Map<String, Object> services, String file) {
    List<String> names = SERVICES.stream().filter(services::containsKey).toList();
    for (int i = 0; i < names.size(); i++) {
      if (!(services.get(names.get(i)) instanceof Map<?, ?> any) || chance(2)) {
        continue;
      }
      Map<String, Object> service = (Map<String, Object>) any;
      List<String> later = names.subList(i + 1, names.size());
      if (!later.isEmpty() && chance(2)) {
        String other = later.get(random.nextInt(later.size()));
        if (services.get(other) instanceof Map<?, ?> o && o.containsKey("extends")) {
          continue;
        }
        service.put("extends", chance(2) ? other : Map.of("service", other));
        // No chains here, for resets would make them a matter of luck.
        return;
      }
      Map<String, Object> extend = new LinkedHashMap<>();
      extend.put("file", chance(3) ? "./" + file : file);
      extend.put("service", from(names.get(i)));
      service.put("extends", extend);
      if (chance(2)) {
        tag(service, 4);
      }
    }
  }

  private String from(String name) {
    List<String> later = SERVICES.subList(SERVICES.indexOf(name), SERVICES.size());
    return chance(2) ? name : later.get(random.nextInt(later.size()));
  }

  private void base(String path, String deeper) {
    Map<String, Object> model = grammar.model(false);
    model.remove("name");
    if (deeper != null) {
      extend(services(model), deeper);
    }
    files.put(path, YamlText.of(model));
  }

  private List<Object> includes() {
    List<Object> includes = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      String folder = "inc" + i;
      included(folder + "/compose.yaml", folder, chance(3));
      if (chance(2)) {
        files.put(folder + "/.env", "TAG=inc\nUNSET=inc\nFLAG=true\nINC=${TAG}-${PORT-}\n");
      }
      includes.add(include(folder));
    }
    return includes;
  }

  private Object include(String folder) {
    if (chance(2)) {
      return chance(3) ? "${UNSET:-" + folder + "}/compose.yaml" : folder + "/compose.yaml";
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("path", folder + "/compose.yaml");
    if (chance(3)) {
      Map<String, Object> over = new LinkedHashMap<>();
      over.put("services", new LinkedHashMap<>(Map.of(folder + "_a", service(folder + "_a"))));
      tag(over);
      files.put(folder + "/over.yaml", YamlText.of(over));
      entry.put("path", List.of(folder + "/compose.yaml", folder + "/over.yaml"));
    }
    if (chance(3)) {
      entry.put("project_directory", pick(folder, ".", "elsewhere", "/srv/abs", folder + "/sub"));
    }
    if (chance(3)) {
      files.put("inc.env", "UNSET=file\nEMPTY=full\n");
      entry.put("env_file", chance(2) ? "inc.env" : List.of("inc.env", "./inc.env"));
    }
    return entry;
  }

  private void included(String path, String prefix, boolean nested) {
    Map<String, Object> model = new LinkedHashMap<>();
    Map<String, Object> services = new LinkedHashMap<>();
    services.put(prefix + "_a", service(prefix + "_a"));
    services.put(prefix + "_b", service(prefix + "_b"));
    if (chance(2)) {
      put(services.get(prefix + "_a"), "extends", prefix + "_b");
      if (chance(2)) {
        tag(services.get(prefix + "_a"), 4);
      }
    }
    model.put("services", services);
    if (chance(2)) {
      secondary(model, services.get(prefix + "_b"), prefix);
    }
    if (nested) {
      String folder = path.substring(0, path.lastIndexOf('/'));
      included(folder + "/in/compose.yaml", prefix + "_in", false);
      model.put("include", List.of("in/compose.yaml"));
    }
    files.put(path, YamlText.of(model));
  }

  /** A config and a secret of the included file's own; paths of these begin there. */
  private void secondary(Map<String, Object> model, Object service, String prefix) {
    // A config from a variable is what Docker Compose cannot include.
    model.put("configs", Map.of(prefix + "_c", Map.of("file", pick("./c", "../up", "~/c", "/c"))));
    Map<String, Object> secret = chance(2) ? Map.of("file", "s") : Map.of("environment", "TAG");
    model.put("secrets", Map.of(prefix + "_s", secret));
    put(service, "configs", List.of(prefix + "_c"));
    put(service, "secrets", List.of(prefix + "_s"));
  }

  private Map<String, Object> service(String name) {
    return grammar.service(name, false);
  }

  @SuppressWarnings("unchecked")
  private static void put(Object service, String key, Object value) {
    ((Map<String, Object>) service).put(key, value);
  }

  /** Puts tags before some values of services. */
  private void tag(Map<String, Object> model) {
    services(model).values().forEach(service -> tag(service, 4));
    if (chance(8) && model.get("volumes") instanceof Map<?, ?>) {
      model.put("volumes", new YamlText.Tagged("!override", model.get("volumes")));
    }
  }

  @SuppressWarnings("unchecked")
  private void tag(Object node, int oneIn) {
    if (!(node instanceof Map<?, ?> map)) {
      return;
    }
    for (Map.Entry<String, Object> entry : ((Map<String, Object>) map).entrySet()) {
      Object value = entry.getValue();
      if (entry.getKey().equals("extends") || entry.getKey().equals("image")) {
        continue;
      }
      if (chance(oneIn)) {
        entry.setValue(
            chance(2)
                ? new YamlText.Tagged("!override", value)
                : new YamlText.Tagged("!reset", chance(2) ? "null" : value));
      } else {
        tag(value, oneIn * 2);
      }
    }
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }
}
