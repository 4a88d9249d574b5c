package io.dockeradvanced.compose.internal;

/** One value of a Compose file. Nodes are immutable: a pass makes new ones and keeps the marks. */
public sealed interface Node permits Scalar, Sequence, Mapping {
  Mark mark();

  /** What a reader of the file would call this kind of value. */
  default String kind() {
    if (this instanceof Mapping) {
      return "a mapping";
    }
    if (this instanceof Sequence) {
      return "a list";
    }
    Object value = ((Scalar) this).value();
    if (value == null) {
      return "empty";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    return value instanceof Number ? "a number" : "a string";
  }

  /** Whether this is YAML's null. */
  default boolean isNull() {
    return this instanceof Scalar scalar && scalar.value() == null;
  }
}
