package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.BuildFailed;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.BuiltImage;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.JsonLines;
import io.dockeradvanced.internal.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One build by the engine's own builder. */
public final class Build {
  private static final int LAST_LINES = 50;
  private static final int LONGEST_LINE = 16 << 10;
  private static final Pattern BUILT = Pattern.compile("Successfully built ([0-9a-f]{12,64})");

  private final Engine engine;
  private final BuildSpec spec;
  private final Consumer<String> lines;
  private final Deque<String> last = new ArrayDeque<>();
  private final StringBuilder line = new StringBuilder();
  private String id = "";
  private String built = "";

  private Build(Engine engine, BuildSpec spec, Consumer<String> lines) {
    this.engine = engine;
    this.spec = spec;
    this.lines = lines;
  }

  /** Builds; hands on every line by this thread. */
  public static BuiltImage run(DockerHost host, BuildSpec spec, Consumer<String> lines) {
    BuildContext context = BuildContext.of(spec);
    Build build = new Build(Engine.of(host), spec, lines);
    // No registry is to get a login that the build has no use for.
    BaseImages images = BaseImages.of(context.dockerfileText(), spec);
    String logins = Logins.config(Logins.of(host), images);
    return build.stream(build.call(context, logins));
  }

  private Call call(BuildContext context, String logins) {
    Call call =
        Call.post("/build")
            .query("dockerfile", context.dockerfile())
            .query("rm", 1)
            .query("forcerm", 1)
            .query("version", 1)
            .header("X-Registry-Config", logins);
    spec.tags().forEach(tag -> call.query("t", EngineImages.name(tag)));
    if (!spec.args().isEmpty()) {
      call.query("buildargs", json(spec.args()));
    }
    if (!spec.labels().isEmpty()) {
      call.query("labels", json(spec.labels()));
    }
    text(call, "target", spec.target());
    text(call, "networkmode", spec.network());
    text(call, "isolation", spec.isolation());
    spec.platform().ifPresent(p -> call.query("platform", p));
    if (spec.shmSize() > 0) {
      call.query("shmsize", spec.shmSize());
    }
    if (spec.memory() > 0) {
      call.query("memory", spec.memory());
    }
    if (!spec.extraHosts().isEmpty()) {
      call.query("extrahosts", String.join(",", spec.extraHosts()));
    }
    if (!spec.ulimits().isEmpty()) {
      call.query("ulimits", Json.write(spec.ulimits().stream().map(Build::ulimit).toList()));
    }
    if (spec.pull()) {
      call.query("pull", 1);
    }
    if (spec.noCache()) {
      call.query("nocache", 1);
    }
    return call.body("application/x-tar", context::archive).within(spec.timeout());
  }

  private static Map<String, Object> ulimit(BuildSpec.Ulimit limit) {
    return Map.of("Name", limit.name(), "Soft", limit.soft(), "Hard", limit.hard());
  }

  private static void text(Call call, String name, String value) {
    if (!value.isEmpty()) {
      call.query(name, value);
    }
  }

  private static String json(Map<String, ? extends @Nullable String> values) {
    ObjectNode json = Json.object();
    values.forEach(json::put);
    return json.toString();
  }

  private BuiltImage stream(Call call) {
    try {
      JsonLines.each(engine, call, this::look);
      endOfLine();
    } catch (EngineRejected e) {
      endOfLine();
      throw new BuildFailed(
          engine.host(),
          "%s: the build of %s failed: %s".formatted(engine.host(), spec.context(), e.reason()),
          e.reason(),
          List.copyOf(last),
          e);
    }
    // Each stage tells an id; only the last words say which of them is the image.
    boolean ended =
        !built.isEmpty() && (id.isEmpty() || id.replaceFirst("^sha256:", "").startsWith(built));
    String image = ended ? imageId(id.isEmpty() ? built : id) : "";
    boolean named =
        spec.tags().stream().allMatch(tag -> imageId(EngineImages.name(tag)).equals(image));
    if (image.isEmpty() || !named) {
      throw new UnreachableHost(
          engine.host(),
          "%s: the build of %s broke off before its end; build it again"
              .formatted(engine.host(), spec.context()),
          null,
          true);
    }
    return new BuiltImage(image, spec.tags());
  }

  private String imageId(String name) {
    return EngineImages.find(engine, name).map(i -> i.path("Id").asText("")).orElse("");
  }

  private void look(JsonNode value) {
    String aux = value.path("aux").path("ID").asText("");
    if (!aux.isEmpty()) {
      id = aux;
    }
    String text = value.path("stream").asText("");
    if (text.isEmpty() && value.path("progressDetail").isMissingNode()) {
      text = value.has("status") ? Pull.progress(value) + "\n" : "";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A carriage return alone begins a line of progress anew.
      if (c == '\n' || c == '\r' || line.length() == LONGEST_LINE) {
        endOfLine();
      }
      if (c != '\n' && c != '\r') {
        line.append(c);
      }
    }
  }

  private void endOfLine() {
    if (line.length() == 0) {
      return;
    }
    String whole = line.toString();
    line.setLength(0);
    Matcher end = BUILT.matcher(whole);
    if (end.matches()) {
      built = end.group(1);
    }
    if (last.size() == LAST_LINES) {
      last.poll();
    }
    last.add(whole);
    lines.accept(whole);
  }
}
