package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pass 8: short forms become long ones; port ranges become single ports. */
final class CanonicalPass {
  private static final int MOST_PORTS = 70_000;

  private final Findings findings;
  private int ports;

  CanonicalPass(Findings findings) {
    this.findings = findings;
  }

  Node apply(Node node, @Nullable Attribute attribute, String path) {
    if (attribute == null) {
      return node;
    }
    Node canonical =
        switch (attribute.canonical) {
          case DEPENDS_ON -> dependencies(node);
          case NETWORKS -> MergePass.toMapping(node, false);
          case ENV_FILE -> envFiles(node);
          case DEVICE -> device(node, path);
          case MOUNT -> mount(node, path);
          case PORTS -> ports(node, path);
          case STRING_TO_LIST -> texts(node);
          case EXTERNAL -> external(node, path);
          case BUILD -> MergePass.toContext(node);
          case KEY_VALUE -> keyValue(node, path);
          case SSH -> ssh(node, path);
          case WORD -> node instanceof Scalar s ? new Scalar(s.text(), s.mark()) : node;
          case ONE_OR_LIST -> node instanceof Scalar ? list(node) : node;
          case FILE_MOUNT ->
              node instanceof Scalar ? Mapping.empty(node.mark()).with("source", node) : node;
          case GPUS -> gpus(node);
          case NONE -> node;
        };
    if (canonical instanceof Mapping mapping) {
      return mapping.map(
          (key, value) -> apply(value, attribute.child(key), Paths.child(path, key)));
    }
    if (canonical instanceof Sequence sequence && attribute.items != null) {
      List<Node> items = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        items.add(apply(sequence.items().get(i), attribute.items, path + "[" + i + "]"));
      }
      return new Sequence(items, sequence.mark());
    }
    return canonical;
  }

  private static Node dependencies(Node node) {
    Node mapping = MergePass.toMapping(node, true);
    return mapping instanceof Mapping services
        ? services.map(
            (name, value) -> {
              if (!(value instanceof Mapping dependency)) {
                return value;
              }
              return dependency.has("required") ? dependency : dependency.with("required", true);
            })
        : mapping;
  }

  /** A list of one for a string; empty strings are left out. */
  private static Node texts(Node node) {
    List<Node> items = node instanceof Sequence sequence ? sequence.items() : List.of(node);
    return new Sequence(
        items.stream().filter(item -> !(item instanceof Scalar s && s.text().isEmpty())).toList(),
        node.mark());
  }

  private static Sequence list(Node item) {
    return new Sequence(List.of(item), item.mark());
  }

  /** {@code gpus: all} asks for every GPU of the server. */
  private static Node gpus(Node node) {
    return node instanceof Scalar ? list(Mapping.empty(node.mark()).with("count", "all")) : node;
  }

  private Node keyValue(Node node, String path) {
    if (!(node instanceof Sequence sequence)) {
      return node;
    }
    Map<String, Mapping.Entry> pairs = new LinkedHashMap<>();
    for (Node item : sequence.items()) {
      String[] pair = ((Scalar) item).text().split("=", 2);
      if (pair.length == 1) {
        findings.error(item.mark(), path + ": \"" + pair[0] + "\" has no value; write NAME=VALUE.");
      } else {
        pairs.put(pair[0], entry(pair[1], item.mark()));
      }
    }
    return new Mapping(pairs, node.mark());
  }

  /** Only the agent of the user, {@code default}, needs no key beside its name. */
  private Node ssh(Node node, String path) {
    if (!(node instanceof Sequence sequence)) {
      return node;
    }
    Map<String, Mapping.Entry> keys = new LinkedHashMap<>();
    for (Node item : sequence.items()) {
      String[] pair = ((Scalar) item).text().split("=", 2);
      if (pair.length == 1 && !pair[0].equals("default")) {
        findings.error(
            item.mark(), path + ": \"" + pair[0] + "\" has no key; write NAME=FILE, or default.");
      }
      keys.put(pair[0], entry(pair.length == 1 ? null : pair[1], item.mark()));
    }
    return new Mapping(keys, node.mark());
  }

  private static Mapping.Entry entry(@Nullable String value, Mark mark) {
    return new Mapping.Entry(mark, new Scalar(value, mark));
  }

  private static Node envFiles(Node node) {
    List<Node> given = node instanceof Sequence sequence ? sequence.items() : List.of(node);
    List<Node> files = new ArrayList<>();
    for (Node item : given) {
      Mapping file = item instanceof Mapping m ? m : Mapping.empty(item.mark()).with("path", item);
      files.add(file.has("required") ? file : file.with("required", true));
    }
    return new Sequence(files, node.mark());
  }

  private Node device(Node node, String path) {
    if (!(node instanceof Scalar scalar)) {
      return node;
    }
    String[] parts = scalar.text().split(":", -1);
    if (parts.length > 3) {
      findings.error(
          node.mark(), path + " has too many colons; write it as source, target and permissions.");
      return node;
    }
    String target = parts.length > 1 && !parts[1].isEmpty() ? parts[1] : parts[0];
    return Mapping.empty(node.mark())
        .with("source", parts[0])
        .with("target", target)
        .with("permissions", parts.length == 3 ? parts[2] : "rwm");
  }

  private Node mount(Node node, String path) {
    if (!(node instanceof Scalar scalar)) {
      return node;
    }
    if (scalar.text().matches("[a-zA-Z]:/.*")) {
      findings.warn(
          node.mark(),
          path
              + ": a single letter before a colon is read as a Windows drive; give the volume a longer"
              + " name.");
    }
    try {
      return MountSyntax.toMapping(scalar.text(), node.mark());
    } catch (IllegalArgumentException e) {
      findings.error(node.mark(), path + " is no mount: " + e.getMessage() + ".");
      return Mapping.empty(node.mark()).with("type", "volume").with("target", "/");
    }
  }

  private Node ports(Node node, String path) {
    if (!(node instanceof Sequence sequence)) {
      return node;
    }
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      if (item instanceof Scalar scalar && scalar.value() instanceof Double) {
        findings.error(item.mark(), path + "[" + i + "] must be a whole number; quote it.");
      } else if (item instanceof Scalar scalar) {
        try {
          List<Node> parsed = PortSyntax.parse(scalar.text(), item.mark());
          all.addAll(parsed);
          count(parsed.size(), item.mark());
        } catch (IllegalArgumentException e) {
          String quoted = "\"" + scalar.text() + "\"";
          findings.error(
              item.mark(), path + "[" + i + "] " + quoted + " is no port: " + e.getMessage() + ".");
        }
      } else {
        all.add(item);
      }
    }
    return new Sequence(all, sequence.mark());
  }

  /** Ranges multiply; a file that means it seriously has far fewer. */
  private void count(int more, Mark mark) {
    ports += more;
    if (ports > MOST_PORTS) {
      findings.error(mark, "The ranges of ports add up to more than " + MOST_PORTS + " ports.");
      findings.check();
    }
  }

  /** {@code external: {name: X}} is an old way to write {@code external: true, name: X}. */
  private Node external(Node node, String path) {
    if (!(node instanceof Mapping resource && resource.get("external") instanceof Mapping old)) {
      return node;
    }
    String oldName = old.text("name");
    String name = resource.text("name");
    Mark mark = old.mark();
    if (oldName != null) {
      findings.warn(mark, path + ": external.name is deprecated; set name and external: true.");
    }
    if (oldName != null && name != null && !oldName.equals(name)) {
      findings.error(mark, path + " has two names; keep only name.");
    }
    Mapping result = resource.with("external", true);
    return oldName != null && name == null ? result.with("name", oldName) : result;
  }
}
