package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pass 3: a service made from another one, of this file or of another, is laid over it. */
final class ExtendsPass {
  private static final int LONGEST = 500;
  private static final Set<String> KEYS = Set.of("service", "file");

  private final Layers layers;
  private final Scope scope;
  private final String file;
  private final Resets resets;
  private final Map<String, Family> files = new LinkedHashMap<>();

  /**
   * The services of one file, those that are done among them.
   *
   * @param resets those that count for the service another file asks for
   */
  private record Family(Map<String, Node> services, Resets resets) {}

  /** A step on the way: a service, and the file Compose takes it to be in. */
  private record Step(String file, String service) {
    String words() {
      return service + " in " + file;
    }
  }

  /** What {@code extends} says. */
  private record Target(String service, @Nullable String file, Mark mark) {}

  ExtendsPass(Layers layers, Scope scope, String file, Resets resets) {
    this.layers = layers;
    this.scope = scope;
    this.file = file;
    this.resets = resets;
  }

  Mapping apply(Mapping model) {
    if (!(model.get("services") instanceof Mapping services)) {
      return model;
    }
    boolean any =
        services.entries().values().stream()
            .anyMatch(e -> e.value() instanceof Mapping service && service.has("extends"));
    if (!any) {
      return model;
    }
    layers.findings().check();
    Family own = new Family(nodes(services), resets);
    for (String name : services.keys()) {
      own.services().put(name, extended(name, own, true, resets, List.of()));
    }
    layers.findings().check();
    return model.with(
        "services", services.map((name, node) -> own.services().getOrDefault(name, node)));
  }

  private static Map<String, Node> nodes(Mapping services) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    services.entries().forEach((name, entry) -> nodes.put(name, entry.value()));
    return nodes;
  }

  /**
   * @param own whether these are the services of the file at hand
   * @param post what the file of this service resets in what it extends
   */
  private Node extended(String name, Family family, boolean own, Resets post, List<Step> way) {
    Node node = family.services().get(name);
    if (node == null || node.isNull()) {
      return new Scalar(null, node == null ? Mark.NONE : node.mark());
    }
    String path = "services." + name;
    if (!(node instanceof Mapping service)) {
      throw invalid(node.mark(), path + " must be a mapping, not " + node.kind() + ".");
    }
    if (!service.has("extends")) {
      return node;
    }
    Target target = target(path, service);
    Family from = family;
    if (target.file() != null) {
      from = family(path, target.file(), target.mark());
    }
    if (!from.services().containsKey(target.service())) {
      throw invalid(
          target.mark(),
          path
              + " extends "
              + target.service()
              + ", which is no service of "
              + (target.file() == null ? "its file" : target.file())
              + SchemaPass.suggestion(target.service(), from.services().keySet())
              + ".");
    }
    List<Step> further = further(way, new Step(or(target.file(), file), name), target);
    // Compose looks at one reset only in another file; in its own at all of them, or at none where
    // it happens to begin at the end of the chain.
    Resets next = target.file() != null ? from.resets() : own ? post : new Resets();
    Node base = extended(target.service(), from, own && target.file() == null, next, further);
    if (base.isNull()) {
      return service;
    }
    layers.budget().values(Budget.size(base), target.mark());
    Mapping rest = post.apply(name, (Mapping) base);
    Mapping merged =
        (Mapping)
            new MergePass(layers.findings()).merge(rest, service, ServiceAttributes.SERVICE, path);
    layers.findings().check();
    Mapping result = new Mapping(merged.without("extends").entries(), service.mark());
    family.services().put(name, result);
    return result;
  }

  private List<Step> further(List<Step> way, Step step, Target target) {
    List<Step> further = new ArrayList<>(way);
    further.add(step);
    if (way.contains(step)) {
      throw invalid(
          target.mark(),
          "The services extend each other in a circle: "
              + String.join(
                  ", which extends ",
                  further.subList(way.indexOf(step), further.size()).stream()
                      .map(s -> new Step(layers.files().label(s.file()), s.service()).words())
                      .toList())
              + ".");
    }
    if (way.size() > LONGEST) {
      throw invalid(target.mark(), "More than " + LONGEST + " services extend each other here.");
    }
    return further;
  }

  private Target target(String path, Mapping service) {
    Node node = service.at("extends");
    Mark mark = service.keyMark("extends");
    if (node instanceof Scalar scalar && scalar.value() instanceof String other) {
      return new Target(other, null, node.mark());
    }
    if (!(node instanceof Mapping mapping)) {
      throw invalid(
          mark,
          path + ".extends must be the name of a service or a mapping, not " + node.kind() + ".");
    }
    for (String key : mapping.keys()) {
      if (!KEYS.contains(key) && !key.startsWith("x-")) {
        layers
            .findings()
            .warn(mapping.keyMark(key), path + ".extends." + key + " is unknown and ignored.");
      }
    }
    if (!(mapping.get("service") instanceof Scalar name && name.value() instanceof String text)) {
      throw invalid(mark, path + ".extends needs service, the name of another service.");
    }
    Node file = mapping.get("file");
    if (file == null || file.isNull()) {
      return new Target(text, null, name.mark());
    }
    if (!(file instanceof Scalar scalar && scalar.value() instanceof String given)) {
      throw invalid(file.mark(), path + ".extends.file must be a string, not " + file.kind() + ".");
    }
    return new Target(text, given, file.mark());
  }

  /** The services of another file. */
  private Family family(String path, String given, Mark mark) {
    String place = layers.place(given, scope.place(), mark, path + ".extends");
    layers.findings().check();
    String known = String.valueOf(place);
    Family family = files.get(known);
    if (family == null) {
      family = read(known, given, mark);
      files.put(known, family);
    }
    // A copy, for its services are done anew each time, as in Compose.
    layers.budget().values(family.services().size(), mark);
    return new Family(new LinkedHashMap<>(family.services()), family.resets());
  }

  private Family read(String place, String given, Mark mark) {
    List<Document> documents = layers.documents(place, mark);
    layers.findings().check();
    if (documents == null) {
      throw new IllegalStateException("The missing file was not reported: " + place);
    }
    String base = scope.place();
    String directory =
        base == null ? Places.parent(place) : Places.directory(layers.files(), base, given);
    Mapping model = layers.extended(documents, directory, scope);
    layers.findings().check();
    Node services = model.get("services");
    if (!(services instanceof Mapping found)) {
      throw invalid(
          mark, "The file " + given + " has no services" + (services == null ? "." : " mapping."));
    }
    return new Family(
        nodes(found),
        documents.isEmpty() ? new Resets() : documents.get(documents.size() - 1).resets());
  }

  private static String or(@Nullable String text, String other) {
    return text == null ? other : text;
  }

  private static InvalidSpec invalid(Mark mark, String message) {
    return new InvalidSpec(mark.file(), mark.line(), mark.column(), message);
  }
}
