package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Options of the docker command, which it hands to a plugin in front of the plugin's name: {@code
 * docker --context web advanced stack ls}. They mean here what they mean there; those of TLS what
 * {@code DOCKER_TLS}, {@code DOCKER_TLS_VERIFY} and {@code DOCKER_CERT_PATH} mean.
 */
@Command
final class DockerOptions {
  private static final String PLUGIN = "advanced";

  @Option(names = {"-H", "--host"})
  List<String> hosts = new ArrayList<>();

  @Option(names = {"-c", "--context"})
  @Nullable String context;

  @Option(names = "--config")
  @Nullable String config;

  @Option(
      names = {"-D", "--debug"},
      arity = "0..1",
      fallbackValue = "true")
  boolean debug;

  @Option(names = {"-l", "--log-level"})
  String logLevel = "";

  @Option(names = "--tls", arity = "0..1", fallbackValue = "true")
  boolean tls;

  @Option(names = "--tlsverify", arity = "0..1", fallbackValue = "true")
  boolean tlsVerify;

  @Option(names = "--tlscacert")
  @Nullable String authority;

  @Option(names = "--tlscert")
  @Nullable String certificate;

  @Option(names = "--tlskey")
  @Nullable String key;

  private List<String> behind = List.of();

  /** Those of a command line; none when it is not that of a plugin. */
  static DockerOptions of(String... args) {
    List<String> words = List.of(args);
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(PLUGIN)) {
        DockerOptions options = new DockerOptions();
        try {
          new CommandLine(options)
              .setExpandAtFiles(false)
              .parseArgs(words.subList(0, i).toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
          continue; // the value of an option, or the name of a stack
        }
        options.behind = words.subList(i + 1, words.size());
        return options;
      }
    }
    DockerOptions none = new DockerOptions();
    none.behind = words;
    return none;
  }

  /** Our own command line. */
  String[] words() {
    if (hosts.size() > 1) {
      throw new InvalidSpec("--host", 0, 0, "it is given more than once; give one host");
    }
    List<String> words = new ArrayList<>();
    hosts.forEach(host -> words.addAll(List.of("--host", host)));
    if (context != null) {
      words.addAll(List.of("--context", context));
    }
    words.addAll(behind);
    return words.toArray(String[]::new);
  }

  /** How much is logged; empty when nothing was said about it. */
  String logLevel() {
    return debug ? "debug" : logLevel;
  }

  /** The environment in which the docker command would find the same engine without options. */
  Map<String, String> environment(Map<String, String> given) {
    Map<String, String> environment = new HashMap<>(given);
    if (config != null) {
      environment.put("DOCKER_CONFIG", config);
    }
    if (tls) {
      environment.put("DOCKER_TLS", "1");
    }
    if (tlsVerify) {
      environment.put("DOCKER_TLS_VERIFY", "1");
    }
    certificates().forEach(folder -> environment.put("DOCKER_CERT_PATH", folder));
    return environment;
  }

  /** The one folder that the files of TLS lie in, or nothing. */
  private Set<String> certificates() {
    Set<String> folders = new LinkedHashSet<>();
    List<@Nullable String> files = Arrays.asList(authority, certificate, key);
    List<String> names = List.of("ca.pem", "cert.pem", "key.pem");
    for (int i = 0; i < names.size(); i++) {
      String file = files.get(i);
      if (file != null) {
        Path path = Path.of(file).toAbsolutePath();
        Path folder = path.getParent();
        if (folder == null || !path.endsWith(names.get(i))) {
          throw refused(file);
        }
        folders.add(folder.toString());
        if (folders.size() > 1) {
          throw refused(file);
        }
      }
    }
    return folders;
  }

  private static InvalidSpec refused(String file) {
    return new InvalidSpec(
        file,
        0,
        0,
        "the files of TLS must be ca.pem, cert.pem and key.pem of one folder; put them there and"
            + " name them so, or set DOCKER_CERT_PATH to the folder");
  }
}
