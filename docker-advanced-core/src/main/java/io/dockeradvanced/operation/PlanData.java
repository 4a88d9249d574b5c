package io.dockeradvanced.operation;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plan as data. Immutable.
 *
 * @param id of this plan
 * @param kind such as {@code stack.deploy}; see {@link PlanKind}
 * @param title one line for people
 * @param host the name of the host
 * @param hostUri where the host is, without credentials
 * @param subject what is changed, such as the name of the stack
 * @param scope what must not be changed by two at once; the name of the lock, unique per host
 * @param fingerprint of the objects it was made from; the plan is refused when they moved
 * @param changes the objects it touches, for people and gates
 * @param gaps expected interruptions of service, in words
 * @param warnings what the user should know
 * @param steps in an order that respects their dependencies
 * @param parallelism how many steps may run at once
 * @param digests keyed digests of the secret part of each step
 */
public record PlanData(
    String id,
    String kind,
    String title,
    String host,
    String hostUri,
    String subject,
    String scope,
    Instant created,
    String fingerprint,
    List<Change> changes,
    List<String> gaps,
    List<String> warnings,
    List<Step> steps,
    int parallelism,
    Map<String, String> digests) {

  private static final int FORMAT = 1;

  /** It becomes part of the name of a container. */
  private static final Pattern SCOPE = Pattern.compile("[a-zA-Z0-9_.-]{1,200}");

  public PlanData {
    changes = List.copyOf(changes);
    gaps = List.copyOf(gaps);
    warnings = List.copyOf(warnings);
    steps = List.copyOf(steps);
    digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is " + parallelism);
    }
    if (!SCOPE.matcher(scope).matches()) {
      throw new IllegalArgumentException(
          "scope '%s' is not made of letters, digits, '.', '_' and '-'".formatted(scope));
    }
    checkGraph(steps);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  public static Builder of(String kind, DockerHost host) {
    return new Builder(kind, host);
  }

  private static void checkGraph(List<Step> steps) {
    Set<String> applied = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (Step step : steps) {
      if (seen.contains(step.id())) {
        throw new IllegalArgumentException("two steps have the id '" + step.id() + "'");
      }
      for (String before : step.after()) {
        if (!seen.contains(before)) {
          throw new IllegalArgumentException(
              "step '%s' comes after '%s', which is not an earlier step"
                  .formatted(step.id(), before));
        }
        if (step.phase() == Step.Phase.APPLY && !applied.contains(before)) {
          throw new IllegalArgumentException(
              "step '%s' comes after '%s', which runs after the commit"
                  .formatted(step.id(), before));
        }
      }
      seen.add(step.id());
      if (step.phase() == Step.Phase.APPLY) {
        applied.add(step.id());
      }
    }
  }

  /** For people and tools: no secrets. */
  public String toJson() {
    return Json.writePretty(data(false).asMap());
  }

  /** For the journal, which encrypts it. */
  String toFullJson() {
    return data(true).toJson();
  }

  private Data data(boolean withSecrets) {
    List<Data> stepData = new ArrayList<>();
    for (Step step : steps) {
      Data data = step.toData();
      if (!withSecrets) {
        @Nullable String digest = digests.get(step.id());
        data = data.with("secret", digest == null ? Data.empty() : Data.of("digest", digest));
      }
      stepData.add(data);
    }
    return Data.of("format", FORMAT)
        .with("id", id)
        .with("kind", kind)
        .with("title", title)
        .with("host", host)
        .with("hostUri", hostUri)
        .with("subject", subject)
        .with("scope", scope)
        .with("created", created.toString())
        .with("fingerprint", fingerprint)
        .with("changes", changes.stream().map(Change::toData).toList())
        .with("gaps", gaps)
        .with("warnings", warnings)
        .with("steps", stepData)
        .with("parallelism", parallelism)
        .with("digests", digests);
  }

  static PlanData parse(String json) {
    Data data = Data.parse(json);
    long format = data.number("format", 0);
    if (format < 1 || format > FORMAT) {
      throw new IllegalStateException(
          "the plan has format %d, and this release reads 1 to %d; use a newer release"
              .formatted(format, FORMAT));
    }
    Map<String, String> digests = new LinkedHashMap<>();
    data.object("digests").asMap().forEach((key, value) -> digests.put(key, String.valueOf(value)));
    return new PlanData(
        data.text("id"),
        data.text("kind"),
        data.text("title"),
        data.text("host"),
        data.text("hostUri"),
        data.text("subject"),
        data.text("scope"),
        Instant.parse(data.text("created")),
        data.text("fingerprint"),
        data.objects("changes").stream().map(Change::fromData).toList(),
        data.texts("gaps"),
        data.texts("warnings"),
        data.objects("steps").stream().map(Step::fromData).toList(),
        (int) data.number("parallelism", 1),
        digests);
  }

  /** What will be done, for people. */
  @Override
  public String toString() {
    return PlanText.of(this);
  }

  /** Collects the parts of a plan. For one thread. */
  public static final class Builder {
    private final String kind;
    private final DockerHost host;
    private String title = "";
    private String subject = "";
    private String scope = "";
    private String fingerprint = "";
    private int parallelism = 8;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private Builder(String kind, DockerHost host) {
      this.kind = kind;
      this.host = host;
    }

    public Builder title(String value) {
      title = value;
      return this;
    }

    public Builder subject(String value) {
      subject = value;
      return this;
    }

    public Builder scope(String value) {
      scope = value;
      return this;
    }

    public Builder fingerprint(String value) {
      fingerprint = value;
      return this;
    }

    public Builder parallelism(int value) {
      parallelism = value;
      return this;
    }

    public Builder change(Change value) {
      changes.add(value);
      return this;
    }

    public Builder gap(String value) {
      gaps.add(value);
      return this;
    }

    public Builder warning(String value) {
      warnings.add(value);
      return this;
    }

    /** Adds a step; those it comes after must have been added. */
    public Builder step(Step value) {
      steps.add(requireNonNull(value));
      return this;
    }

    public PlanData build() {
      Vault vault = Operations.vault(host.owner());
      Map<String, String> digests = new LinkedHashMap<>();
      for (Step step : steps) {
        if (!step.secret().isEmpty()) {
          digests.put(step.id(), vault.digest(step.secret().toJson()));
        }
      }
      return new PlanData(
          UUID.randomUUID().toString(),
          kind,
          title,
          host.name(),
          host.uri().toString(),
          subject,
          scope,
          host.owner().clock().instant(),
          fingerprint,
          changes,
          gaps,
          warnings,
          steps,
          parallelism,
          digests);
    }
  }
}
