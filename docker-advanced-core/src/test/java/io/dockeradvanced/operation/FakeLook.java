package io.dockeradvanced.operation;

/** Only looks: at whatever the test says by the id of the step. */
public final class FakeLook implements StepKind {
  static final String KIND = "fake.look";

  static Step.Builder step(String id, String... after) {
    return Step.of(id, KIND, 1).target("view " + id).action("look").after(after);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean onlyLooks() {
    return true;
  }

  @Override
  public StepResult apply(StepContext context) {
    return FakeStep.act(context, FakeStep.alive(context).world().behaviours)
        .orElseGet(StepResult::done);
  }

  @Override
  public void undo(StepContext context) {}
}
