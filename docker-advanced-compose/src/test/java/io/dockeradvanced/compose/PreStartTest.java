package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pre_start}; its hashes are compared in {@link ConfigHashesTest}. */
class PreStartTest {
  private static final String OURS = "2.40.3";

  private static ComposeProject load(String... texts) {
    return StackSource.texts(List.of(texts)).name("shop").load();
  }

  private static ComposeProject web(String hooks) {
    return load("services: {web: {image: 'web:1', pre_start: %s}}".formatted(hooks));
  }

  private static List<PreStartSpec> hooks(ComposeProject project) {
    return project.services().get("web").preStart();
  }

  @Test
  void preStart_everyAttribute_isInTheView() {
    PreStartSpec hook =
        hooks(
                web(
                    "[{image: 'b:1', command: \"sh -c 'a b'\", user: u, privileged: true,"
                        + " working_dir: /w, environment: {A: x, B: null}, per_replica: true}]"))
            .get(0);
    assertThat(hook)
        .isEqualTo(
            new PreStartSpec(
                "b:1",
                List.of("sh", "-c", "a b"),
                "u",
                true,
                "/w",
                Map.of("A", "x"),
                Set.of("B"),
                true));
    assertThat(hook).hasToString("PreStartSpec[b:1 sh]");
  }

  @Test
  void preStart_withoutAnImage_hasThatOfTheService_alsoOfALaterFile() {
    ComposeProject project =
        load(
            "services: {web: {image: 'web:1', pre_start: [{}, {image: 'b:1'}, {image: ''}]}}",
            "services: {web: {image: 'web:2', pre_start: [{command: late}]}}");
    assertThat(hooks(project))
        .extracting(PreStartSpec::image)
        .containsExactly("web:2", "b:1", "", "web:2");
    assertThat(
            hooks(load("services: {web: {build: /b, pre_start: [{command: x}]}}")).get(0).image())
        .isEmpty();
  }

  @Test
  void preStart_ofAnExtendedService_comesBeforeItsOwn_andCanBeReset() {
    String base = "  base: {image: 'a:1', pre_start: [{command: one}]}\n";
    ComposeProject both =
        load(
            "services:\n"
                + base
                + "  web: {extends: base, image: 'w:1', pre_start: [{command: two}]}");
    assertThat(hooks(both)).extracting(h -> h.command().get(0)).containsExactly("one", "two");
    assertThat(hooks(both)).extracting(PreStartSpec::image).containsOnly("w:1");
    ComposeProject reset =
        load(
            "services: {web: {image: 'w:1', pre_start: [{command: one}]}}",
            "services: {web: {pre_start: !reset null}}");
    assertThat(hooks(reset)).isEmpty();
    assertThat(reset.composeRelease()).isEqualTo(OURS);
  }

  @Test
  void toYaml_loadedAgain_isTheSame() {
    ComposeProject project =
        web("[{command: \"echo '$$x'\", environment: [A=1, B]}, {image: ''}, {command: []}]");
    ComposeProject again = load(project.toYaml());
    assertThat(again.toJson()).isEqualTo(project.toJson());
    assertThat(again.configHash("web")).isEqualTo(project.configHash("web"));
  }

  @Test
  void composeRelease_ofAFileThat240DoesNotTake_isTheNewest_forAllThatIsHashed() {
    String beside =
        "  beside: {image: 'a:1', volumes: ['/d:/d', 'data:/x']}\nvolumes: {data: {}}\n";
    ComposeProject plain = load("services:\n  web: {image: 'web:1'}\n" + beside);
    ComposeProject hooked =
        load("services:\n  web: {image: 'web:1', pre_start: [{command: x}]}\n" + beside);
    assertThat(plain.composeRelease()).isEqualTo(OURS);
    assertThat(hooked.composeRelease()).isEqualTo("5.5.0");
    assertThat(hooked.configHash("beside"))
        .isNotEqualTo(plain.configHash("beside"))
        .isEqualTo(plain.hashes().service("beside", "5.5.0").iterator().next())
        .isEqualTo(hooked.hashes().written("beside"));
    // What was there before the hook came stays, but for the service that has it.
    assertThat(hooked.hashes().isService("beside", plain.configHash("beside"), OURS)).isTrue();
    assertThat(hooked.hashes().isService("web", plain.configHash("web"), OURS)).isFalse();
    assertThat(hooked.hashes().isService("web", plain.configHash("web"), "")).isFalse();
    assertThat(hooked.hashes().service("web", "5.2.0")).isEmpty();
    assertThat(plain.hashes().isService("web", hooked.configHash("web"), "5.5.0")).isFalse();
    assertThat(plain.hashes().isService("beside", hooked.configHash("beside"), "5.5.0")).isTrue();
  }

  @Test
  void composeRelease_whereOnlyASwitchedOffServiceHasAHook_isTheNewest() {
    ComposeProject project =
        load("services: {web: {image: a}, off: {image: a, profiles: [p], pre_start: [{}]}}");
    assertThat(project.services()).containsOnlyKeys("web");
    assertThat(project.composeRelease()).isEqualTo("5.5.0");
  }

  @Test
  void verdicts_perReplica_isRefusedWithItsPlace_andFalseIsNot() {
    ComposeProject project = web("[{command: x}, {command: y, per_replica: true}]");
    assertThat(project.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.attribute()).isEqualTo("services.web.pre_start[1].per_replica");
              assertThat(verdict.kind()).isEqualTo(AttributeVerdict.Kind.REFUSED);
              assertThat(verdict.sentence()).contains("remove per_replica");
            });
    assertThat(web("[{command: x, per_replica: false}]").verdicts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {command: x}                           | pre_start must be a list
          [x]                                    | pre_start[0] must be a mapping
          [null]                                 | pre_start[0] must be a mapping
          [{comand: x}]                          | pre_start[0].comand is unknown; did you mean command
          [{command: x, tty: true}]              | pre_start[0].tty is unknown
          [{command: {a: b}}]                    | pre_start[0].command must be
          [{command: "a 'b"}]                    | pre_start[0].command
          [{image: 3}]                           | pre_start[0].image must be a string
          [{image: null}]                        | pre_start[0].image must be a string
          [{privileged: maybe}]                  | pre_start[0].privileged
          [{per_replica: [true]}]                | pre_start[0].per_replica must be
          [{environment: 3}]                     | pre_start[0].environment must be
          """)
  void load_wrongHook_isRefused(String hooks, String sentence) {
    assertThatThrownBy(() -> web(hooks))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(sentence);
  }
}
