package io.dockeradvanced.compose.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Projects as they lie on a disk: files that are found by their names or by variables, all kinds of
 * files of variables, anchors, and what else is set outside of the Compose file.
 */
final class SettingsGrammar {
  private final Grammar grammar;
  private final EnvText text;
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<String, String> inEnvFile = new LinkedHashMap<>();
  private final List<String> named = new ArrayList<>();
  private final List<String> envFiles = new ArrayList<>();
  private final List<String> profiles = new ArrayList<>();
  private @Nullable String project;
  private @Nullable String projectDirectory;
  private String start = "";

  SettingsGrammar(long seed) {
    this.grammar = new Grammar(seed + 2_000_000);
    this.text = new EnvText(grammar);
    files();
    settings();
    variables();
  }

  /** Texts by path. */
  Map<String, String> texts() {
    return files;
  }

  Map<String, String> environment() {
    return environment;
  }

  List<String> named() {
    return named;
  }

  List<String> envFiles() {
    return envFiles;
  }

  List<String> profiles() {
    return profiles;
  }

  @Nullable String project() {
    return project;
  }

  @Nullable String projectDirectory() {
    return projectDirectory;
  }

  /** Where the command runs. */
  String start() {
    return start;
  }

  private void files() {
    String first =
        grammar.pick(
            "compose.yaml",
            "compose.yaml",
            "compose.yml",
            "docker-compose.yml",
            "docker-compose.yaml");
    String second =
        grammar.pick(
            "compose.override.yaml",
            "compose.override.yml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");
    switch (grammar.random.nextInt(6)) {
      case 0 -> {
        named.addAll(List.of("a.yaml", "b.yaml"));
        write("a.yaml", false);
        write("b.yaml", true);
      }
      case 1 -> {
        write("a.yaml", false);
        write("sub/b.yaml", true);
        String separator = grammar.pick("", "", ",", ";", "::");
        set("COMPOSE_FILE", "a.yaml" + (separator.isEmpty() ? ":" : separator) + "sub/b.yaml");
        if (!separator.isEmpty()) {
          set("COMPOSE_PATH_SEPARATOR", separator);
        }
      }
      default -> {
        write(first, false);
        if (grammar.chance(2)) {
          write(second, true);
        }
        if (grammar.chance(8)) {
          files.put(
              grammar.pick("docker-compose.yml", "compose.yml"), "services: {z: {image: z}}\n");
        }
        if (grammar.chance(4)) {
          start = grammar.pick("sub", "sub/deep");
          files.put(start + "/.keep", "");
        }
      }
    }
  }

  private void write(String path, boolean override) {
    Map<String, Object> model = grammar.model(override);
    services(model).values().forEach(this::decorate);
    files.put(path, YamlText.of(grammar.chance(2) ? new Anchors(grammar).in(model) : model));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> services(Map<String, Object> model) {
    return (Map<String, Object>) model.get("services");
  }

  @SuppressWarnings("unchecked")
  private void decorate(Object service) {
    Map<String, Object> attributes = (Map<String, Object>) service;
    if (grammar.chance(2)) {
      attributes.put("env_file", orList(this::envFile));
    }
    if (grammar.chance(4)) {
      Supplier<Object> file =
          () -> grammar.pick("a.labels", "./b.labels", "${UNSET:-a}.labels", missing("no.labels"));
      attributes.put("label_file", grammar.textOrList(file));
    }
  }

  private Object orList(Supplier<Object> item) {
    return grammar.chance(3)
        ? grammar.pick("one.env", "./two.env", "${UNSET:-one}.env", missing("no.env"))
        : grammar.list(item);
  }

  private Object envFile() {
    if (grammar.chance(3)) {
      return grammar.pick("one.env", "./two.env", "sub/../one.env");
    }
    Map<String, Object> file = new LinkedHashMap<>();
    boolean raw = grammar.chance(3);
    boolean there = !grammar.chance(3);
    file.put("path", there ? grammar.pick("one.env", "two.env", "raw.env") : "no.env");
    if (there && raw) {
      file.put("format", "raw");
      file.put("path", grammar.pick("raw.env", "raw.env", "one.env"));
    } else if (there) {
      file.put("path", grammar.pick("one.env", "two.env"));
    }
    if (!there || grammar.chance(3)) {
      file.put("required", there ? grammar.flag() : missing("false").isEmpty() ? "true" : "false");
    }
    return file;
  }

  private String missing(String name) {
    return grammar.wrongAllowed ? name : name.replace("no.", "a.").replace("a.env", "one.env");
  }

  private void settings() {
    if (grammar.chance(4)) {
      project = grammar.pick("given", "g-1_x");
    }
    if (grammar.chance(6)) {
      projectDirectory = grammar.pick("pd", ".");
    }
    if (grammar.chance(3)) {
      set("COMPOSE_PROJECT_NAME", grammar.pick("fromenv", "from-env_2", wrong("From Env"), ""));
    }
    if (grammar.chance(3)) {
      set(
          "COMPOSE_PROFILES",
          grammar.pick("debug", "debug,test", "*", " test , debug", "", "none"));
    }
    if (grammar.chance(4)) {
      profiles.add(grammar.pick("debug", "test", "*"));
    }
    if (grammar.chance(3)) {
      envFiles.add("x.env");
      if (grammar.chance(2)) {
        envFiles.add("y.env");
      }
    } else if (grammar.chance(6) && start.isEmpty() && named.isEmpty()) {
      // With named files, these are seen from where the process runs, and ours runs elsewhere.
      set("COMPOSE_ENV_FILES", grammar.pick("x.env", "x.env,y.env", "y.env"));
    }
    if (grammar.chance(12)) {
      set("COMPOSE_DISABLE_ENV_FILE", grammar.pick("1", "true", "0", "f", wrong("maybe")));
    }
  }

  private String wrong(String value) {
    return grammar.wrongAllowed ? value : "0";
  }

  /** In the process or in the file that is read without being named. */
  private void set(String key, String value) {
    (grammar.chance(2) ? environment : inEnvFile).put(key, value);
  }

  private void variables() {
    environment.put("HOME", "/home/u");
    environment.put("PATH", "/usr/bin:/bin");
    if (!grammar.chance(8)) {
      environment.put("TAG", grammar.pick("9", "9", "9", "a b", "é", wrong("")));
    }
    StringBuilder dotEnv = new StringBuilder(grammar.chance(5) ? "" : text.ofProject());
    if (dotEnv.length() > 0 && dotEnv.charAt(dotEnv.length() - 1) != '\n') {
      dotEnv.append('\n');
    }
    inEnvFile.forEach((key, value) -> dotEnv.append(key).append("='").append(value).append("'\n"));
    files.put(".env", dotEnv.toString());
    files.put("x.env", text.ofProject());
    files.put("y.env", text.ofProject());
    if (start.startsWith("sub") && grammar.chance(3)) {
      files.put(start + "/.env", text.ofProject());
    }
    for (String folder : List.of("", "pd/")) {
      text.ofServices().forEach((name, content) -> files.put(folder + name, content));
    }
  }
}
