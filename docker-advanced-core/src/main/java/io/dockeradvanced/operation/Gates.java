package io.dockeradvanced.operation;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Asks every gate there is. */
final class Gates {
  private Gates() {}

  static List<Gate.Verdict> judge(Config config, PlanData plan) {
    List<Gate> gates = new ArrayList<>();
    config.part(Gate.class).ifPresent(gates::add);
    ServiceLoader.load(Gate.class).forEach(gates::add);
    return gates.stream().map(gate -> ask(gate, plan)).toList();
  }

  static Gate.Verdict combine(List<Gate> gates, PlanData plan) {
    List<Gate.Verdict> verdicts = gates.stream().map(gate -> ask(gate, plan)).toList();
    Gate.Effect hardest =
        verdicts.stream().map(Gate.Verdict::effect).max(Enum::compareTo).orElse(Gate.Effect.ALLOW);
    List<Gate.Verdict> loud =
        verdicts.stream().filter(v -> v.effect() != Gate.Effect.ALLOW).toList();
    return new Gate.Verdict(
        loud.stream().map(Gate.Verdict::gate).collect(Collectors.joining(", ")),
        hardest,
        loud.stream().map(Gate.Verdict::reason).collect(Collectors.joining("; ")));
  }

  private static Gate.Verdict ask(Gate gate, PlanData plan) {
    try {
      return requireNonNull(gate.judge(plan), "it has no verdict");
    } catch (RuntimeException e) {
      // A gate that cannot judge must not let the change through.
      return Gate.Verdict.block(
          gate.getClass().getSimpleName(), "could not judge: " + e.getMessage());
    }
  }
}
