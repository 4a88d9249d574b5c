package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The values of a service where another release of Compose hashed other ones than ours. Which
 * attributes a release hashes, and in which order, stands in the attribute table.
 */
final class OlderValues {
  /** What a range of releases did; gets the service as it is, and as it was written. */
  private record Rule(Releases releases, BinaryOperator<Mapping> change) {}

  private static final List<Rule> RULES =
      List.of(
          rule(Releases.until("2.19.0"), OlderValues::scaledDeploy),
          rule(Releases.between("2.19.0", "2.24.0"), OlderValues::anyDeploy),
          rule(Releases.until("2.24.0"), OlderValues::oneReplica),
          rule(Releases.until("2.24.0"), OlderValues::hostsWithColons),
          rule(Releases.until("2.24.6"), s -> each(s, "secrets", OlderValues::secret)),
          rule(Releases.between("2.24.7", "2.29.0"), OlderValues::setVariables),
          new Rule(Releases.until("2.26.0"), OlderValues::cpusAsWritten),
          rule(Releases.until("2.29.0"), s -> each(s, "ports", OlderValues::port)),
          rule(Releases.until("2.30.0"), OlderValues::deviceRequests),
          new Rule(Releases.until("2.34.0"), OlderValues::modesAsNumbers),
          rule(Releases.between("5.0.0", "5.0.2"), s -> binds(s, OlderValues::falseUnlessSet)),
          rule(Releases.from("5.0.0"), s -> binds(s, OlderValues::unlessTrue)));

  private static final Releases DEVICES_AS_TEXTS = Releases.until("2.29.3");

  /** A mount of an image is hashed with the id of the image. */
  private static final Releases IMAGE_IDS = Releases.from("5.1.0");

  private OlderValues() {}

  private static Rule rule(Releases releases, UnaryOperator<Mapping> change) {
    return new Rule(releases, (service, written) -> change.apply(service));
  }

  /** The releases between which something changes. */
  static List<Releases> ranges() {
    List<Releases> ranges = new ArrayList<>(RULES.stream().map(Rule::releases).toList());
    ranges.add(DEVICES_AS_TEXTS);
    ranges.add(IMAGE_IDS);
    return ranges;
  }

  /**
   * The service as this release had it; several, which mean the same, where it depends on how the
   * file says it.
   *
   * @param written the service before its values became final ones
   * @param imageId the id of an image by its name; the name where there is none
   */
  static List<Mapping> of(
      Mapping service, Mapping written, Release release, UnaryOperator<String> imageId) {
    Mapping changed = service;
    for (Rule rule : RULES) {
      if (rule.releases().has(release)) {
        changed = rule.change().apply(changed, written);
      }
    }
    Mapping older =
        IMAGE_IDS.has(release) ? each(changed, "volumes", mount -> image(mount, imageId)) : changed;
    return DEVICES_AS_TEXTS.has(release) && older.get("devices") instanceof Sequence devices
        ? DeviceTexts.of(devices).stream().map(texts -> older.with("devices", texts)).toList()
        : List.of(older);
  }

  // ---- deploy

  private static Mapping anyDeploy(Mapping service) {
    return service.get("deploy") instanceof Mapping
        ? service
        : service.with("deploy", Mapping.empty(service.mark()));
  }

  /** A number of containers was moved there. */
  private static Mapping scaledDeploy(Mapping service) {
    return service.get("scale") instanceof Scalar scale
            && scale.value() instanceof Long number
            && number > 1
        ? anyDeploy(service)
        : service;
  }

  private static Mapping oneReplica(Mapping service) {
    return below(service, List.of("deploy"), deploy -> deploy.with("replicas", 1L));
  }

  private static Mapping cpusAsWritten(Mapping service, Mapping written) {
    Mapping older = service;
    for (String part : List.of("limits", "reservations")) {
      List<String> path = List.of("deploy", "resources", part);
      String text = find(written, path).text("cpus");
      if (text != null) {
        older = below(older, path, limits -> limits.with("cpus", text));
      }
    }
    return older;
  }

  /** All devices were meant by saying nothing, and nothing was hashed. */
  private static Mapping deviceRequests(Mapping service) {
    return below(
        service,
        List.of("deploy", "resources", "reservations"),
        reserved -> each(reserved, "devices", device -> withoutDefault(device, "count", -1L)));
  }

  // ---- lists

  private static Mapping hostsWithColons(Mapping service) {
    if (!(service.get("extra_hosts") instanceof Sequence hosts)) {
      return service;
    }
    List<Node> texts =
        hosts.items().stream()
            .map(item -> ((Scalar) item).text().replaceFirst("=", ":"))
            .sorted(GoJson.KEY_ORDER)
            .map(text -> (Node) new Scalar(text, hosts.mark()))
            .toList();
    return service.with("extra_hosts", new Sequence(texts, hosts.mark()));
  }

  private static Mapping secret(Mapping secret) {
    return withoutDefault(secret, "target", "/run/secrets/" + secret.text("source"));
  }

  /** The short form said all of it at all times. */
  private static Mapping port(Mapping port) {
    Node target = port.get("target");
    boolean isShort = target == null || target.mark().equals(port.mark());
    return isShort
        ? port
        : withoutDefault(withoutDefault(port, "mode", "ingress"), "protocol", "tcp");
  }

  /** Without a value that only {@link DefaultsPass} put there: its mark is that of the whole. */
  private static Mapping withoutDefault(Mapping mapping, String key, Object value) {
    return mapping.get(key) instanceof Scalar scalar
            && value.equals(scalar.value())
            && scalar.mark().equals(mapping.mark())
        ? mapping.without(key)
        : mapping;
  }

  /** Variables that nobody sets were left out. */
  private static Mapping setVariables(Mapping service) {
    return service.get("environment") instanceof Mapping environment
        ? service.with(
            "environment", environment.map((name, value) -> value.isNull() ? null : value))
        : service;
  }

  /** Texts were read as decimal numbers, numbers as they are. */
  private static Mapping modesAsNumbers(Mapping service, Mapping written) {
    Mapping older = service;
    for (String key : List.of("configs", "secrets")) {
      if (service.get(key) instanceof Sequence files
          && written.get(key) instanceof Sequence forms
          && files.items().size() == forms.items().size()) {
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < files.items().size(); i++) {
          items.add(modeAsNumber(files.items().get(i), forms.items().get(i)));
        }
        older = older.with(key, new Sequence(items, files.mark()));
      }
    }
    return older;
  }

  private static Node modeAsNumber(Node file, Node form) {
    if (!(file instanceof Mapping mount)
        || !(form instanceof Mapping written)
        || !(written.get("mode") instanceof Scalar mode)) {
      return file;
    }
    if (mode.value() instanceof Long) {
      return mount.with("mode", mode);
    }
    return mode.text().matches("[0-9]{1,18}")
        ? mount.with("mode", Long.valueOf(mode.text()))
        : file;
  }

  // ---- mounts

  private static Mapping binds(Mapping service, UnaryOperator<Mapping> change) {
    return each(service, "volumes", mount -> below(mount, List.of("bind"), change));
  }

  private static Mapping unlessTrue(Mapping bind) {
    return bind.get("create_host_path") instanceof Scalar flag && Boolean.TRUE.equals(flag.value())
        ? bind.without("create_host_path")
        : bind;
  }

  private static Mapping falseUnlessSet(Mapping bind) {
    return bind.has("create_host_path") ? bind : bind.with("create_host_path", false);
  }

  private static Mapping image(Mapping mount, UnaryOperator<String> imageId) {
    String source = mount.text("source");
    return source != null && "image".equals(mount.text("type"))
        ? mount.with("source", imageId.apply(source))
        : mount;
  }

  // ---- the tree

  private static Mapping find(Mapping mapping, List<String> path) {
    Mapping found = mapping;
    for (String key : path) {
      found = found.get(key) instanceof Mapping next ? next : Mapping.empty(mapping.mark());
    }
    return found;
  }

  /** Changes a mapping at a path, where there is one. */
  private static Mapping below(Mapping mapping, List<String> path, UnaryOperator<Mapping> change) {
    if (path.isEmpty()) {
      return change.apply(mapping);
    }
    return mapping.get(path.get(0)) instanceof Mapping next
        ? mapping.with(path.get(0), below(next, path.subList(1, path.size()), change))
        : mapping;
  }

  private static Mapping each(Mapping mapping, String key, UnaryOperator<Mapping> change) {
    if (!(mapping.get(key) instanceof Sequence sequence)) {
      return mapping;
    }
    List<Node> items =
        sequence.items().stream()
            .map(item -> item instanceof Mapping one ? change.apply(one) : item)
            .toList();
    return mapping.with(key, new Sequence(items, sequence.mark()));
  }
}
