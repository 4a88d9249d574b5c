package io.dockeradvanced.operation;

import java.util.List;

/**
 * Looks at a change before it begins and says whether it may. Found by {@link
 * java.util.ServiceLoader}, and set by {@code Config.use(Gate.class, …)}; all of them are asked.
 * Thread-safe.
 */
public interface Gate {
  /** How a gate sees a change. */
  enum Effect {
    ALLOW,
    WARN,
    BLOCK
  }

  /**
   * @param gate who says it
   * @param reason shown to the user; empty when allowed
   */
  record Verdict(String gate, Effect effect, String reason) {
    public static Verdict allow(String gate) {
      return new Verdict(gate, Effect.ALLOW, "");
    }

    public static Verdict warn(String gate, String reason) {
      return new Verdict(gate, Effect.WARN, reason);
    }

    public static Verdict block(String gate, String reason) {
      return new Verdict(gate, Effect.BLOCK, reason);
    }
  }

  /** Judges the change; an exception blocks it. */
  Verdict judge(PlanData plan);

  /** Several gates as one: the hardest verdict, all reasons. */
  static Gate all(List<Gate> gates) {
    List<Gate> copy = List.copyOf(gates);
    return plan -> Gates.combine(copy, plan);
  }
}
