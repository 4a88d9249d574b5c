package io.dockeradvanced.compose.internal;

import io.dockeradvanced.compose.AttributeVerdict;
import io.dockeradvanced.compose.AttributeVerdict.Kind;
import io.dockeradvanced.compose.AttributeVerdict.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a deploy does with the attribute of a row, and with everything below it.
 *
 * @param sentence what the user is told; of what is carried out, a note for the documentation
 * @param elsewhere whether whoever uses or loads it is told already, so that nothing is said here
 * @param cases values of which something else is true; the first that fits counts
 */
record Verdict(
    Kind kind, String sentence, @Nullable Need need, boolean elsewhere, List<Case> cases) {

  /**
   * Values with a verdict of their own.
   *
   * @param words for the documentation
   * @param values the very ones, where they can be listed
   */
  record Case(String words, List<String> values, Predicate<Node> test, Verdict verdict) {}

  /** Carried out, whatever the value. */
  static final Verdict SUPPORTED = of(Kind.SUPPORTED, "", null);

  private static Verdict of(Kind kind, String sentence, @Nullable Need need) {
    return new Verdict(kind, sentence, need, false, List.of());
  }

  static Verdict supported(String note) {
    return of(Kind.SUPPORTED, note, null);
  }

  /**
   * An engine with an older API cannot do it, and the plan is refused.
   *
   * @param what as the sentence calls it
   */
  static Verdict api(int minor, String what) {
    return of(
        Kind.ENGINE_DEPENDENT,
        what + " needs an engine with API 1." + minor,
        new Need(minor, "", "", true));
  }

  /** An engine would drop it in silence where a field of {@code GET /info} says otherwise. */
  static Verdict kernel(String field, String value, String sentence) {
    return of(Kind.ENGINE_DEPENDENT, sentence, new Need(0, field, value, false));
  }

  /**
   * An engine would fail to make the container where a field of {@code GET /info} says otherwise.
   */
  static Verdict required(String field, String value, String sentence) {
    return of(Kind.ENGINE_DEPENDENT, sentence, new Need(0, field, value, true));
  }

  /**
   * An engine must have something of that name in a field of {@code GET /info}.
   *
   * @param sentence with {@code %s} for the name
   */
  static Verdict named(String field, String sentence) {
    return of(Kind.ENGINE_DEPENDENT, sentence, new Need(0, field, "", true));
  }

  static Verdict warned(String sentence) {
    return of(Kind.WARNED, sentence, null);
  }

  /** Changes nothing that runs, with whoever reads the file. */
  static Verdict carried(String why) {
    return of(Kind.CARRIED, why, null);
  }

  static Verdict refused(String sentence) {
    return of(Kind.REFUSED, sentence, null);
  }

  /** The same, told by whoever loads or uses it. */
  Verdict saidElsewhere() {
    return new Verdict(kind, sentence, need, true, cases);
  }

  /** Something else is true of these values, upper or lower case. */
  Verdict except(Verdict verdict, String... values) {
    List<String> texts = List.of(values);
    Predicate<Node> test =
        node -> node instanceof Scalar s && texts.contains(s.text().toLowerCase(Locale.ROOT));
    return with(new Case("`" + String.join("`, `", values) + "`", texts, test, verdict));
  }

  /** Something else is true of a list of several items. */
  Verdict exceptSeveral(Verdict verdict) {
    return except(
        "more than one", node -> node instanceof Sequence s && s.items().size() > 1, verdict);
  }

  Verdict except(String words, Predicate<Node> test, Verdict verdict) {
    return with(new Case(words, List.of(), test, verdict));
  }

  private Verdict with(Case another) {
    List<Case> more = new ArrayList<>(cases);
    more.add(another);
    return new Verdict(kind, sentence, need, elsewhere, more);
  }

  /** Of one value. */
  Verdict of(Node value) {
    for (Case each : cases) {
      if (each.test().test(value)) {
        return each.verdict();
      }
    }
    return this;
  }

  /** For whoever deploys a file that has the value at this path. */
  AttributeVerdict at(String path, Node value) {
    if (need == null) {
      return new AttributeVerdict(path, kind, sentence, Optional.empty());
    }
    boolean named = need.minor() == 0 && need.value().isEmpty();
    String name = named && value instanceof Scalar scalar ? scalar.text() : need.value();
    return new AttributeVerdict(
        path,
        kind,
        named ? sentence.formatted(name) : sentence,
        Optional.of(new Need(need.minor(), need.field(), name, need.refused())));
  }

  /** For the documentation. */
  String words() {
    StringBuilder words = new StringBuilder(kind.words());
    if (need != null) {
      words.append(", ").append(needed(need));
    } else if (!sentence.isEmpty()) {
      words.append(kind == Kind.SUPPORTED ? ", " : ": ").append(sentence);
    }
    for (Case each : cases) {
      words.append("; ").append(each.words()).append(" ").append(each.verdict().words());
    }
    return words.toString();
  }

  private static String needed(Need need) {
    if (need.minor() > 0) {
      return "from API 1." + need.minor() + " on; refused below";
    }
    String has = need.value().isEmpty() ? " has it" : " is " + need.value();
    return "where `"
        + need.field()
        + "` of `/info`"
        + has
        + (need.refused() ? "; refused elsewhere" : "; no effect elsewhere, warned of");
  }
}
