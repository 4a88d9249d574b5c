package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.AttributeVerdict.Kind;
import io.dockeradvanced.compose.AttributeVerdict.Need;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.compose.internal.AttributeSamples;
import io.dockeradvanced.compose.internal.AttributeSamples.Sample;
import io.dockeradvanced.compose.internal.SampleValues;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the attribute table says of a deploy is what a plan does: for every row, with a file that
 * has the attribute and the same file without it. A row of which this cannot be shown has the wrong
 * verdict.
 */
class AttributeVerdictsTest {
  private static final List<Sample> SAMPLES = AttributeSamples.all();

  /** Said of a value that asks for what is done anyway. */
  private static final Set<String> AS_WITHOUT =
      Set.of(
          "services.*.build.provenance false",
          "services.*.build.provenance 0",
          "services.*.build.provenance f",
          "services.*.build.sbom false",
          "services.*.build.sbom 0",
          "services.*.build.sbom f",
          "services.*.deploy.mode replicated",
          "services.*.deploy.resources.limits.pids -1",
          "services.*.ports[].mode ingress");

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    for (Map.Entry<String, String> file : SampleValues.FILES.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static List<Sample> of(Predicate<Sample> which) {
    return SAMPLES.stream().filter(which).toList();
  }

  static List<Sample> refused() {
    return of(sample -> sample.kind() == Kind.REFUSED);
  }

  static List<Sample> carriedOut() {
    return of(
        sample ->
            (sample.kind() == Kind.SUPPORTED || sample.kind() == Kind.ENGINE_DEPENDENT)
                && !AS_WITHOUT.contains(sample.toString()));
  }

  static List<Sample> inVain() {
    return of(sample -> sample.kind() == Kind.WARNED);
  }

  static List<Sample> withoutEffect() {
    return of(
        sample ->
            sample.kind() == Kind.WARNED
                || sample.kind() == Kind.CARRIED
                || AS_WITHOUT.contains(sample.toString()));
  }

  static List<Sample> ofEngines() {
    return of(sample -> sample.kind() == Kind.ENGINE_DEPENDENT);
  }

  @Test
  void table_hasSamplesOfEveryVerdict() {
    assertThat(SAMPLES).extracting(Sample::kind).contains(Kind.values());
    assertThat(SAMPLES)
        .extracting(Sample::toString)
        .containsAll(AS_WITHOUT)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void attribute_thatIsRefused_isRefusedByItsPlaceWithTheSentenceOfTheTable(Sample sample) {
    PlacedFile file = file(sample, true);
    try (PlanHost host = host()) {
      InvalidSpec refused = refusal(host, sample, file);
      assertThat(refused.findings())
          .extracting(InvalidSpec.Finding::toString)
          .contains(place(sample, file) + ": " + sample.sentence());
      PlacedFile without = file(sample, false);
      if (!without.has(sample.attribute())) {
        plan(host, sample, without);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("carriedOut")
  void attribute_thatIsCarriedOut_changesWhatIsDone(Sample sample) {
    try (PlanHost host = host()) {
      String with = done(plan(host, sample, file(sample, true)));
      assertThat(with).isEqualTo(done(plan(host, sample, file(sample, true))));
      String without;
      try {
        without = done(plan(host, sample, file(sample, false)));
      } catch (InvalidSpec e) {
        without = "nothing, for it is refused without";
      }
      assertThat(with).isNotEqualTo(without);
    }
  }

  @ParameterizedTest
  @MethodSource("inVain")
  void attribute_thatHasNoEffect_isWarnedOfByItsPlace(Sample sample) {
    PlacedFile file = file(sample, true);
    try (PlanHost host = host()) {
      assertThat(plan(host, sample, file).warnings())
          .contains(place(sample, file) + ": " + sample.sentence() + ".");
    }
  }

  /** Else it would be a lie that it has none. */
  @ParameterizedTest
  @MethodSource("withoutEffect")
  void attribute_thatHasNoEffect_changesNothing(Sample sample) {
    try (PlanHost host = host()) {
      assertThat(done(plan(host, sample, file(sample, true))))
          .isEqualTo(done(plan(host, sample, file(sample, false))));
    }
  }

  @ParameterizedTest
  @MethodSource("ofEngines")
  void attribute_thatAnEngineDoesNotHave_isToldByItsPlace(Sample sample) {
    Need need = sample.need().orElseThrow();
    PlacedFile file = file(sample, true);
    try (PlanHost host = host()) {
      if (need.minor() > 0) {
        host.api("1.41");
      } else if (need.value().isEmpty()) {
        host.about().putObject(need.field());
      } else {
        host.about().put(need.field(), "other");
      }
      String sentence = sample.sentence().formatted("runc");
      if (need.refused()) {
        String end = need.minor() > 0 ? "; this one has 1.41" : "";
        assertThat(refusal(host, sample, file).findings())
            .extracting(InvalidSpec.Finding::toString)
            .contains(place(sample, file) + ": " + sentence + end);
      } else {
        assertThat(plan(host, sample, file).warnings())
            .contains(place(sample, file) + ": " + sentence + ".");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ofEngines")
  void attribute_thatAnEngineHas_isNotToldOf(Sample sample) {
    Need need = sample.need().orElseThrow();
    try (PlanHost host = host()) {
      if (need.minor() > 0) {
        host.api("1." + need.minor());
      } else if (!need.value().isEmpty()) {
        host.about().put(need.field(), need.value());
      }
      assertThat(plan(host, sample, file(sample, true)).warnings())
          .noneMatch(warning -> warning.contains(sample.sentence()));
    }
  }

  // ---- files and plans

  private PlacedFile file(Sample sample, boolean with) {
    String text = (with ? sample.with() : sample.without()).toString();
    try {
      return new PlacedFile(
          io.dockeradvanced.internal.json.Json.mapper()
              .readTree(text.replace("$DIR", directory.toString())));
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private String place(Sample sample, PlacedFile file) {
    return compose() + ":" + file.place(sample.attribute());
  }

  /** An engine of today that has what samples name. */
  private static PlanHost host() {
    PlanHost host = new PlanHost().api("1.49");
    host.about().putObject("Runtimes").putObject("runc");
    host.about().put("CgroupVersion", "1");
    for (String there :
        List.of(
            "/images/" + Call.segment("img:1") + "/json",
            "/containers/there/json",
            "/networks/net",
            "/networks/out",
            "/volumes/vol",
            "/volumes/out")) {
      host.inspect(there);
    }
    return host;
  }

  private InvalidSpec refusal(PlanHost host, Sample sample, PlacedFile file) {
    InvalidSpec refused = catchThrowableOfType(InvalidSpec.class, () -> plan(host, sample, file));
    assertThat(refused).describedAs("%s%n%s", sample, file.text()).isNotNull();
    return refused;
  }

  private Path compose() {
    return directory.resolve("compose.yaml");
  }

  private void write(PlacedFile file) {
    try {
      Files.writeString(compose(), file.text());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PlanData plan(PlanHost host, Sample sample, PlacedFile file) {
    write(file);
    StackSource source =
        StackSource.file(compose()).variable("SEC", "hidden").variable("SEC2", "other");
    boolean named = sample.row().equals("name") && sample.with().has("name");
    return Stacks.on(host)
        .plan(named && file.text().contains("\"name\"") ? source : source.name(PlanHost.PROJECT))
        .data();
  }

  /** All that a plan would do, without digests and places, which any change of a file changes. */
  private String done(PlanData plan) {
    StringBuilder done = new StringBuilder();
    for (Change change : plan.changes()) {
      done.append(change).append('\n');
    }
    for (Step step : plan.steps()) {
      done.append(
          String.join(
              " ",
              step.id(),
              step.kind(),
              step.phase().name(),
              step.target(),
              step.action(),
              step.parameters().toJson(),
              step.secret().toJson(),
              step.after().toString()));
      done.append('\n');
    }
    return done.toString()
        .replaceAll("[0-9a-f]{64}", "DIGEST")
        .replaceAll(Pattern.quote(compose().toString()) + ":\\d+:\\d+", "PLACE");
  }
}
