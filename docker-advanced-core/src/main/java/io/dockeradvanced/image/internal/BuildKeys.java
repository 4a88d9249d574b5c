package io.dockeradvanced.image.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the mapping below {@code build} of a Compose file; refuses what needs BuildKit by name. */
public final class BuildKeys {
  private static final Map<String, String> BUILDKIT = new TreeMap<>();

  static {
    BUILDKIT.put("additional_contexts", "further contexts");
    BUILDKIT.put("cache_from", "caches from elsewhere");
    BUILDKIT.put("cache_to", "caches kept elsewhere");
    BUILDKIT.put("dockerfile_inline", "a Dockerfile within the Compose file");
    BUILDKIT.put("entitlements", "extra rights of the build");
    BUILDKIT.put("no_cache_filter", "stages built without a cache");
    BUILDKIT.put("platforms", "images for several platforms");
    BUILDKIT.put("privileged", "privileged builds");
    BUILDKIT.put("provenance", "attestations of provenance");
    BUILDKIT.put("sbom", "attestations of content");
    BUILDKIT.put("secrets", "secrets of the build");
    BUILDKIT.put("ssh", "keys of an SSH agent");
    BUILDKIT.put("ulimits", "limits of the build");
  }

  private BuildKeys() {}

  /** The keys that are refused because they need BuildKit, each with what it is for. */
  public static Map<String, String> needBuildKit() {
    return Map.copyOf(BUILDKIT);
  }

  /** The build that is described. */
  public static BuildSpec read(Map<String, ?> build, Path project) {
    Object context = build.get("context");
    String directory = context == null ? "." : String.valueOf(context);
    if (directory.contains("://") || directory.startsWith("git@")) {
      throw invalid("context", "contexts from elsewhere are not fetched here; give a directory");
    }
    BuildSpec spec = BuildSpec.of(project.resolve(directory));
    for (Map.Entry<String, ?> entry : build.entrySet()) {
      if (entry.getValue() != null) {
        spec = with(spec, entry.getKey(), entry.getValue());
      }
    }
    return spec;
  }

  private static BuildSpec with(BuildSpec spec, String key, Object value) {
    String needed = BUILDKIT.get(key);
    if (needed != null) {
      throw invalid(
          key,
          "%s need BuildKit, which the Engine API does not give; build with docker buildx, and name the image"
              .formatted(needed));
    }
    try {
      return switch (key) {
        case "context" -> spec;
        case "dockerfile" -> spec.dockerfile(text(key, value));
        case "target" -> spec.target(text(key, value));
        case "network" -> spec.network(text(key, value));
        case "isolation" -> spec.isolation(text(key, value));
        case "platform" -> spec.platform(Platform.parse(text(key, value)));
        case "pull" -> spec.pull(flag(key, value));
        case "no_cache" -> spec.noCache(flag(key, value));
        case "shm_size" -> spec.shmSize(number(key, value));
        case "tags" -> tags(spec, value);
        case "args" -> args(spec, value);
        case "labels" -> labels(spec, value);
        case "extra_hosts" -> hosts(spec, value);
        default -> {
          if (key.startsWith("x-")) {
            yield spec;
          }
          throw invalid(key, "there is no such key of a build");
        }
      };
    } catch (IllegalArgumentException e) {
      throw invalid(key, String.valueOf(e.getMessage()));
    }
  }

  private static BuildSpec tags(BuildSpec spec, Object value) {
    BuildSpec next = spec;
    for (String tag : list("tags", value)) {
      next = next.tag(tag);
    }
    return next;
  }

  private static BuildSpec args(BuildSpec spec, Object value) {
    BuildSpec next = spec;
    for (Map.Entry<String, @Nullable String> arg : pairs("args", value).entrySet()) {
      next = next.arg(arg.getKey(), arg.getValue());
    }
    return next;
  }

  private static BuildSpec labels(BuildSpec spec, Object value) {
    BuildSpec next = spec;
    for (Map.Entry<String, @Nullable String> label : pairs("labels", value).entrySet()) {
      String text = label.getValue();
      next = next.label(label.getKey(), text == null ? "" : text);
    }
    return next;
  }

  private static BuildSpec hosts(BuildSpec spec, Object value) {
    BuildSpec next = spec;
    if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> host : map.entrySet()) {
        Object to = host.getValue();
        for (Object address : to instanceof List<?> many ? many : List.of(String.valueOf(to))) {
          next = next.extraHost(String.valueOf(host.getKey()), String.valueOf(address));
        }
      }
      return next;
    }
    for (String host : list("extra_hosts", value)) {
      int at = host.indexOf('=') >= 0 ? host.indexOf('=') : host.indexOf(':');
      if (at <= 0) {
        throw invalid("extra_hosts", "an entry is name=address, not " + host);
      }
      next = next.extraHost(host.substring(0, at), host.substring(at + 1));
    }
    return next;
  }

  private static Map<String, @Nullable String> pairs(String key, Object value) {
    Map<String, @Nullable String> pairs = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> pairs.put(String.valueOf(k), v == null ? null : String.valueOf(v)));
      return pairs;
    }
    for (String pair : list(key, value)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        pairs.put(pair, null);
      } else {
        pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return pairs;
  }

  private static List<String> list(String key, Object value) {
    if (!(value instanceof List<?> list)) {
      throw invalid(key, "a list is wanted here");
    }
    List<String> all = new ArrayList<>();
    list.forEach(item -> all.add(String.valueOf(item)));
    return all;
  }

  private static String text(String key, Object value) {
    if (value instanceof Map || value instanceof List) {
      throw invalid(key, "a text is wanted here");
    }
    return String.valueOf(value);
  }

  private static boolean flag(String key, Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw invalid(key, "true or false is wanted here");
  }

  private static long number(String key, Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    try {
      return Long.parseLong(String.valueOf(value));
    } catch (NumberFormatException e) {
      throw invalid(key, "a number of bytes is wanted here");
    }
  }

  private static InvalidSpec invalid(String key, String message) {
    return new InvalidSpec("build." + key, 0, 0, message);
  }
}
