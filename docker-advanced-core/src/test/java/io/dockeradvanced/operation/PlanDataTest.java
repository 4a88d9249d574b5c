package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanDataTest {
  private final FakeProcess host = new FakeProcess(new FakeWorld());

  @AfterEach
  void close() {
    host.close();
  }

  private PlanData.Builder plan() {
    return PlanData.of(FakePlan.KIND, host)
        .title("deploy shop")
        .subject("shop")
        .scope("stack-shop");
  }

  @Property(tries = 100)
  void parse_whatWasWritten_isEqual(@ForAll long seed) {
    Random random = new Random(seed);
    PlanData.Builder builder =
        plan()
            .fingerprint("f" + seed)
            .parallelism(1 + random.nextInt(20))
            .gap("a gap")
            .warning("a warning")
            .change(new Change("create", "container", "c", "why", "image", List.of("a: 1 → 2")));
    int size = random.nextInt(12);
    for (int i = 0; i < size; i++) {
      Step.Builder step =
          Step.of("s" + i, "kind" + random.nextInt(3), 1 + random.nextInt(3))
              .target("t" + i)
              .action("act")
              .why("because")
              .undo("undo")
              .parameters(Data.of("n", random.nextLong()).with("list", List.of("a", true)))
              .weight(1 + random.nextInt(9));
      if (random.nextBoolean()) {
        step.secret(Data.of("password", "hunter2"));
      }
      if (i > 0 && random.nextBoolean()) {
        step.after("s" + random.nextInt(i));
      }
      builder.step(step.build());
    }
    PlanData plan = builder.build();
    assertThat(PlanData.parse(plan.toFullJson())).isEqualTo(plan);
    assertThat(plan.toJson()).doesNotContain("hunter2");
    assertThat(plan.toString()).doesNotContain("hunter2");
    assertThat(plan.steps().toString()).doesNotContain("hunter2");
  }

  @Test
  void toJson_secrets_areKeyedDigests() {
    PlanData plan =
        plan()
            .step(FakeStep.step("a").secret(Data.of("password", "same")).build())
            .step(FakeStep.step("b").secret(Data.of("password", "same")).build())
            .step(FakeStep.step("c").secret(Data.of("password", "other")).build())
            .step(FakeStep.step("d").secret(Data.empty()).build())
            .build();
    List<Data> steps = Data.parse(plan.toJson()).objects("steps");
    String a = steps.get(0).object("secret").text("digest");
    assertThat(a).startsWith("hmac:").isEqualTo(steps.get(1).object("secret").text("digest"));
    assertThat(steps.get(2).object("secret").text("digest")).isNotEqualTo(a);
    assertThat(steps.get(3).object("secret").isEmpty()).isTrue();
    assertThat(plan.digests()).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void toString_saysWhatAndWhy() {
    PlanData plan =
        plan()
            .change(
                new Change(
                    "recreate",
                    "container",
                    "shop-web-1",
                    "image differs",
                    "web:2",
                    List.of("image: web:1 → web:2")))
            .gap("shop-web-1 is away for some seconds")
            .step(FakeStep.step("a").build())
            .build();
    assertThat(plan.toString())
        .isEqualTo(
            """
            deploy shop on fake
              ~ recreate  container shop-web-1  (image differs)
                  image: web:1 → web:2
              gap: shop-web-1 is away for some seconds
              1 step, at most 8 at once
            """);
    assertThat(plan().build().toString()).endsWith("  nothing to do\n");
  }

  @Test
  void build_wrongGraph_isRefused() {
    assertThatThrownBy(
            () -> plan().step(FakeStep.step("a").build()).step(FakeStep.step("a").build()).build())
        .hasMessage("two steps have the id 'a'");
    assertThatThrownBy(() -> plan().step(FakeStep.step("a", "b").build()).build())
        .hasMessageContaining("which is not an earlier step");
    assertThatThrownBy(
            () ->
                plan()
                    .step(FakeStep.step("a").finish().build())
                    .step(FakeStep.step("b", "a").build())
                    .build())
        .hasMessageContaining("which runs after the commit");
  }

  @Test
  void build_wrongBounds_areRefused() {
    assertThatThrownBy(() -> plan().parallelism(0).build()).hasMessage("parallelism is 0");
    assertThatThrownBy(() -> FakeStep.step("a").weight(0).build())
        .hasMessageContaining("weight of a is 0");
    for (String scope : List.of("", "a/b", "a b", "ü")) {
      assertThatThrownBy(() -> plan().scope(scope).build()).hasMessageContaining("scope");
    }
  }

  @Test
  void parse_laterFormat_saysWhatToDo() {
    String json = plan().build().toFullJson().replace("\"format\":1", "\"format\":2");
    assertThatThrownBy(() -> PlanData.parse(json))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use a newer release");
  }
}
