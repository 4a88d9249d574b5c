package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.AttributeVerdict;
import io.dockeradvanced.compose.AttributeVerdict.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A walk over the final tree beside the attribute table, for what a deploy does not simply carry
 * out.
 */
public final class Verdicts {
  private final List<AttributeVerdict> found = new ArrayList<>();

  private Verdicts() {}

  /** Of whatever is set, in the order of the tree; nothing below what is refused or in vain. */
  public static List<AttributeVerdict> of(Mapping root) {
    Verdicts verdicts = new Verdicts();
    verdicts.node(root, Attributes.ROOT, "");
    return Collections.unmodifiableList(verdicts.found);
  }

  private void node(Node node, Attribute attribute, String path) {
    Verdict verdict = attribute.verdict.of(node);
    if (isSet(node, attribute, verdict) && !verdict.elsewhere()) {
      if (verdict.kind() != Kind.SUPPORTED && verdict.kind() != Kind.CARRIED) {
        found.add(verdict.at(path, node));
      }
      if (verdict.kind() == Kind.REFUSED || verdict.kind() == Kind.WARNED) {
        return;
      }
      below(node, attribute, path);
    }
  }

  private void below(Node node, Attribute attribute, String path) {
    if (node instanceof Mapping mapping) {
      for (String key : mapping.keys()) {
        Attribute child = attribute.child(key);
        if (child != null) {
          node(mapping.at(key), child, Paths.child(path, key));
        }
      }
    } else if (node instanceof Sequence sequence && attribute.items != null) {
      for (int i = 0; i < sequence.items().size(); i++) {
        node(sequence.items().get(i), attribute.items, path + "[" + i + "]");
      }
    }
  }

  /** An engine that does not know an attribute knows no zero of it, where a zero says something. */
  private static boolean isSet(Node node, Attribute attribute, Verdict verdict) {
    boolean zero = attribute.present && verdict.kind() == Kind.ENGINE_DEPENDENT;
    return zero ? !node.isNull() : !GoJson.isZero(node);
  }
}
