package io.dockeradvanced.operation;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One step of a plan, as data. Behaviour is found by {@link #kind()}; see {@link StepKind}.
 *
 * @param id unique in its plan, such as {@code create shop-web-1}
 * @param kind such as {@code container.create}
 * @param version of the shape of the parameters
 * @param phase before or after the commit
 * @param target what it acts on, such as {@code container shop-web-1}
 * @param action what it does, in words
 * @param why the reason
 * @param undo how it is undone, in words; empty when there is nothing to undo
 * @param parameters what the behaviour needs and may be shown
 * @param secret what the behaviour needs and may hold secrets: encrypted in the journal, shown as a
 *     keyed digest
 * @param after ids of the steps that must be done before
 * @param weight share of the progress, at least 1
 */
public record Step(
    String id,
    String kind,
    int version,
    Phase phase,
    String target,
    String action,
    String why,
    String undo,
    Data parameters,
    Data secret,
    Set<String> after,
    int weight) {

  /**
   * Key of an optional parameter: the place in the user's file that asked for the step, as {@code
   * compose.yaml:3:5}. A failure of the step is told with it.
   */
  public static final String WHERE = "where";

  /** Where a step stands relative to the commit. */
  public enum Phase {
    /** Undone when the operation fails. */
    APPLY,
    /** Runs after everything of {@link #APPLY} is done; never undone, finished by recover. */
    FINISH
  }

  public Step {
    requireNonNull(id, "id is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(phase, "phase is null");
    after = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(after));
    if (weight < 1) {
      throw new IllegalArgumentException("weight of " + id + " is " + weight);
    }
  }

  /** Begins a step; everything else has a default. */
  public static Builder of(String id, String kind, int version) {
    return new Builder(id, kind, version);
  }

  Data toData() {
    return Data.of("id", id)
        .with("kind", kind)
        .with("version", version)
        .with("phase", phase.name())
        .with("target", target)
        .with("action", action)
        .with("why", why)
        .with("undo", undo)
        .with("parameters", parameters)
        .with("secret", secret)
        .with("after", List.copyOf(after))
        .with("weight", weight);
  }

  static Step fromData(Data data) {
    return new Step(
        data.text("id"),
        data.text("kind"),
        (int) data.number("version", 0),
        Phase.valueOf(data.text("phase")),
        data.text("target"),
        data.text("action"),
        data.text("why"),
        data.text("undo"),
        data.object("parameters"),
        data.object("secret"),
        new LinkedHashSet<>(data.texts("after")),
        (int) data.number("weight", 1));
  }

  /** Collects the parts of a step. For one thread. */
  public static final class Builder {
    private final String id;
    private final String kind;
    private final int version;
    private Phase phase = Phase.APPLY;
    private String target = "";
    private String action = "";
    private String why = "";
    private String undo = "";
    private Data parameters = Data.empty();
    private Data secret = Data.empty();
    private final Set<String> after = new LinkedHashSet<>();
    private int weight = 1;

    private Builder(String id, String kind, int version) {
      this.id = id;
      this.kind = kind;
      this.version = version;
    }

    public Builder target(String value) {
      target = value;
      return this;
    }

    public Builder action(String value) {
      action = value;
      return this;
    }

    public Builder why(String value) {
      why = value;
      return this;
    }

    public Builder undo(String value) {
      undo = value;
      return this;
    }

    public Builder parameters(Data value) {
      parameters = value;
      return this;
    }

    public Builder secret(Data value) {
      secret = value;
      return this;
    }

    public Builder after(String... ids) {
      after.addAll(List.of(ids));
      return this;
    }

    public Builder after(Iterable<String> ids) {
      ids.forEach(after::add);
      return this;
    }

    public Builder weight(int value) {
      weight = value;
      return this;
    }

    /** Runs after the commit. */
    public Builder finish() {
      phase = Phase.FINISH;
      return this;
    }

    public Step build() {
      return new Step(
          id, kind, version, phase, target, action, why, undo, parameters, secret, after, weight);
    }
  }
}
