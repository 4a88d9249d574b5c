package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.internal.Attribute.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pass 14: canonical values as final ones: sizes in bytes, durations, commands as words, maps. */
final class BindPass {
  private final Findings findings;

  BindPass(Findings findings) {
    this.findings = findings;
  }

  Node apply(Node node, Attribute attribute, String path) {
    return switch (attribute.bind) {
      case COMMAND -> command(node, path);
      case HEALTH_TEST ->
          node instanceof Scalar s ? words(List.of("CMD-SHELL", s.text()), s.mark()) : node;
      case ENVIRONMENT -> pairs(node, path, true);
      case LABELS -> pairs(node, path, false);
      case OPTIONS -> options(node);
      case HOSTS -> hosts(node, path);
      case ULIMIT -> ulimit(node, attribute, path);
      case TEXTS -> texts(node, path);
      case MANY_OPTIONS -> manyOptions(node);
      case SSH -> node instanceof Mapping keys ? keys.map((key, value) -> text(value, true)) : node;
      case FILE_MODE -> fileMode((Scalar) node, path);
      case COUNT -> count((Scalar) node, path);
      case DEFAULT -> plain(node, attribute, path);
    };
  }

  private Node plain(Node node, Attribute attribute, String path) {
    if (node instanceof Mapping mapping) {
      return struct(mapping, attribute, path);
    }
    if (node instanceof Sequence sequence) {
      return sequence(sequence, attribute, path);
    }
    Scalar scalar = (Scalar) node;
    if (attribute.kind == Kind.LIST && scalar.value() instanceof String) {
      return new Sequence(List.of(scalar), scalar.mark());
    }
    return scalar.value() == null
        ? scalar
        : new Scalar(value(scalar, attribute, path), node.mark());
  }

  private Node struct(Mapping mapping, Attribute attribute, String path) {
    Mapping known =
        mapping.map(
            (key, value) -> {
              if (path.isEmpty() && attribute.isExtension(key)) {
                return value;
              }
              Attribute child = attribute.isExtension(key) ? null : attribute.child(key);
              if (child == null) {
                return null;
              }
              return apply(value, child, Paths.child(path, key));
            });
    return attribute.kind == Kind.MAP ? NormalizePass.sorted(known) : known;
  }

  private Sequence sequence(Sequence sequence, Attribute attribute, String path) {
    List<Node> items = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      Attribute row = attribute.items;
      items.add(row == null ? item : apply(item, row, path + "[" + i + "]"));
    }
    return new Sequence(items, sequence.mark());
  }

  private @Nullable Object value(Scalar scalar, Attribute attribute, String path) {
    try {
      return switch (attribute.kind) {
        case BYTES -> bytes(scalar);
        case DURATION -> Units.duration(scalar.text());
        case BOOLEAN, INTEGER -> number(scalar, attribute, path);
        case FLOAT -> finite(((Number) number(scalar, attribute, path)).floatValue());
        default -> scalar.text();
      };
    } catch (IllegalArgumentException e) {
      String words =
          switch (attribute.kind) {
            case BYTES -> "is no size such as 64m or 1g";
            case DURATION -> "is no duration such as 10s or 1m30s";
            case BOOLEAN -> "is neither true nor false";
            default -> "is no number";
          };
      findings.error(scalar.mark(), path + " \"" + scalar.text() + "\" " + words + ".");
      return null;
    }
  }

  private static Long bytes(Scalar scalar) {
    if (scalar.value() instanceof Long number) {
      return number;
    }
    if (scalar.value() instanceof String text) {
      return Units.bytes(text);
    }
    throw new IllegalArgumentException("no size");
  }

  private Object number(Scalar scalar, Attribute attribute, String path) {
    Object value = scalar.value();
    if (value instanceof String text) {
      return Casts.cast(
          text, attribute.kind, warning -> findings.warn(scalar.mark(), path + ": " + warning));
    }
    if (value instanceof BigInteger) {
      throw new IllegalArgumentException("too big");
    }
    if (attribute.kind == Kind.INTEGER && value instanceof Double number) {
      if (Math.abs(number) >= 0x1p63 || number.isNaN()) {
        throw new IllegalArgumentException("too big");
      }
      return number.longValue();
    }
    return value == null ? 0L : value;
  }

  private static Float finite(float number) {
    if (!Float.isFinite(number)) {
      throw new IllegalArgumentException("no end");
    }
    return number;
  }

  private Node command(Node node, String path) {
    if (!(node instanceof Scalar scalar) || scalar.value() == null) {
      return node;
    }
    try {
      Shellwords.Result result = Shellwords.parse(scalar.text());
      if (result.cut() != 0) {
        findings.warn(
            node.mark(),
            path
                + ": Compose ends a command at an unquoted "
                + result.cut()
                + "; for a shell, write [sh, -c, \"...\"].");
      }
      return words(result.words(), node.mark());
    } catch (IllegalArgumentException e) {
      findings.error(node.mark(), path + " cannot be split into words: " + e.getMessage() + ".");
      return node;
    }
  }

  private static Sequence words(List<String> words, Mark mark) {
    return new Sequence(words.stream().map(word -> (Node) new Scalar(word, mark)).toList(), mark);
  }

  private Node pairs(Node node, String path, boolean keepNull) {
    Map<String, Mapping.Entry> pairs = new LinkedHashMap<>();
    if (node instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  pairs.put(
                      key, new Mapping.Entry(entry.keyMark(), text(entry.value(), keepNull))));
    } else if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        String text = item instanceof Scalar scalar ? scalar.text() : "";
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        if (keepNull && !key.isEmpty() && Character.isWhitespace(key.charAt(key.length() - 1))) {
          findings.error(item.mark(), path + ": the name \"" + key + "\" ends with a space.");
        }
        String value = equals >= 0 ? text.substring(equals + 1) : keepNull ? null : "";
        pairs.put(key, new Mapping.Entry(item.mark(), new Scalar(value, item.mark())));
      }
    }
    return NormalizePass.sorted(new Mapping(pairs, node.mark()));
  }

  private static Scalar text(Node node, boolean keepNull) {
    if (node.isNull()) {
      return new Scalar(keepNull ? null : "", node.mark());
    }
    return new Scalar(node instanceof Scalar scalar ? scalar.text() : "", node.mark());
  }

  private static Node options(Node node) {
    return node instanceof Mapping mapping
        ? NormalizePass.sorted(mapping.map((key, value) -> text(value, false)))
        : node;
  }

  /** Numbers become texts when they are whole; Compose takes no others here. */
  private Node texts(Node node, String path) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    for (String key : mapping.keys()) {
      if (mapping.get(key) instanceof Scalar s
          && s.value() instanceof Number
          && !(s.value() instanceof Long)) {
        findings.error(
            s.mark(), Paths.child(path, key) + " must be a string or a whole number; quote it.");
      }
    }
    return options(mapping);
  }

  private static Node manyOptions(Node node) {
    if (!(node instanceof Mapping mapping)) {
      return node;
    }
    return NormalizePass.sorted(
        mapping.map(
            (key, value) -> {
              List<Node> values = value instanceof Sequence s ? s.items() : List.of(value);
              return words(
                  values.stream().map(item -> ((Scalar) item).text()).toList(), value.mark());
            }));
  }

  /** Texts are octal, and so is the canonical form. */
  private Node fileMode(Scalar scalar, String path) {
    Long mode = scalar.value() instanceof Long number ? number : null;
    if (scalar.value() instanceof String text && text.matches("[+-]?[0-7]{1,21}")) {
      mode = Long.parseLong(text, 8);
    }
    if (mode == null) {
      findings.error(scalar.mark(), path + " \"" + scalar.text() + "\" is no mode such as 0440.");
      return scalar;
    }
    String sign = mode < 0 ? "-" : "";
    return new Scalar("0" + sign + Long.toOctalString(Math.abs(mode)), scalar.mark());
  }

  private Node count(Scalar scalar, String path) {
    if (scalar.value() instanceof Long) {
      return scalar;
    }
    if (scalar.value() instanceof String text) {
      if (text.equalsIgnoreCase("all")) {
        return new Scalar(-1L, scalar.mark());
      }
      if (text.matches("[-+]?[0-9]{1,18}")) {
        return new Scalar(Long.valueOf(text), scalar.mark());
      }
    }
    findings.error(
        scalar.mark(), path + " \"" + scalar.text() + "\" is neither a whole number nor all.");
    return scalar;
  }

  private Node hosts(Node node, String path) {
    List<String> hosts = new ArrayList<>();
    if (node instanceof Mapping mapping) {
      for (String host : mapping.keys()) {
        Node value = mapping.at(host);
        List<Node> addresses = value instanceof Sequence s ? s.items() : List.of(value);
        addresses.forEach(a -> host(host, ((Scalar) a).text(), mapping.keyMark(host), path, hosts));
      }
    } else if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        String text = ((Scalar) item).text();
        int at = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        if (at < 0) {
          findings.error(
              item.mark(), path + ": \"" + text + "\" has no address; write HOST=ADDRESS.");
        } else {
          for (String address : text.substring(at + 1).split(",", -1)) {
            host(text.substring(0, at), address, item.mark(), path, hosts);
          }
        }
      }
    }
    Collections.sort(hosts, GoJson.KEY_ORDER);
    return words(hosts, node.mark());
  }

  private void host(String host, String address, Mark mark, String path, List<String> hosts) {
    if (host.isEmpty() || host.contains(":") || host.contains("=")) {
      findings.error(mark, path + ": \"" + host + "\" is no host name.");
    }
    boolean brackets = address.length() > 2 && address.startsWith("[") && address.endsWith("]");
    hosts.add(host + "=" + (brackets ? address.substring(1, address.length() - 1) : address));
  }

  /** A single limit stays a number; Compose writes a limit of 0 as an empty mapping. */
  private Node ulimit(Node node, Attribute attribute, String path) {
    if (node instanceof Mapping mapping) {
      return struct(mapping, attribute, path);
    }
    Scalar scalar = (Scalar) node;
    if (scalar.value() instanceof Long limit) {
      return limit == 0 ? Mapping.empty(node.mark()) : node;
    }
    findings.error(node.mark(), path + " must be a whole number.");
    return node;
  }
}
