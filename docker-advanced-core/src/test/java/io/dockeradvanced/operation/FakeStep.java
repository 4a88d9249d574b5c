package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import java.util.Map;
import java.util.Optional;

/** Makes one object in the {@link FakeWorld}, and finds it again by its mark. */
public final class FakeStep implements StepKind {
  static final String KIND = "fake.make";
  static final int VERSION = 2;

  static Step.Builder step(String id, String... after) {
    return Step.of(id, KIND, VERSION)
        .target("object " + id)
        .action("make")
        .undo("remove it")
        .secret(Data.of("password", "hunter2-" + id))
        .after(after);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public Step upgrade(Step step) {
    if (step.version() != 1) {
      return StepKind.super.upgrade(step);
    }
    return Step.of(step.id(), KIND, VERSION)
        .target(step.target() + " (upgraded)")
        .parameters(step.parameters())
        .secret(step.secret())
        .build();
  }

  @Override
  public StepResult apply(StepContext context) {
    FakeProcess process = alive(context);
    process.world().enter(context.step().id());
    try {
      Optional<StepResult> special = act(context, process.world().behaviours);
      if (special.isPresent()) {
        return special.get();
      }
      process.checkAlive();
      String mark = mark(context);
      String id = process.world().find(mark).orElseGet(() -> process.world().make(mark));
      return StepResult.done(Data.of("id", id));
    } finally {
      process.world().leave(context.step().id());
    }
  }

  static FakeProcess alive(StepContext context) {
    FakeProcess process = (FakeProcess) context.host();
    process.checkAlive();
    return process;
  }

  static Optional<StepResult> act(
      StepContext context, Map<String, FakeWorld.Behaviour> behaviours) {
    try {
      FakeWorld.Behaviour behaviour = behaviours.get(context.step().id());
      return behaviour == null ? Optional.empty() : behaviour.act(context);
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      throw new io.dockeradvanced.Cancelled("interrupted", e);
    } catch (Exception e) {
      throw new DockerAdvancedException(e.toString());
    }
  }

  private static String mark(StepContext context) {
    return context.operation() + "/" + context.step().id();
  }

  @Override
  public void undo(StepContext context) {
    FakeProcess process = alive(context);
    if (act(context, process.world().undoings).isEmpty()) {
      process.world().remove(mark(context));
    }
  }
}
