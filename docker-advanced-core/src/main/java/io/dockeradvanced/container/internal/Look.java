package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One look at a container by a {@link HealthGate}.
 *
 * @param reached whether it is as it should be
 * @param state what it is, for people
 * @param problem why it will never be as it should; null when it may
 * @param restarts how often the engine has restarted it by itself
 * @param checked whether a health check says so
 */
record Look(
    boolean reached, String state, @Nullable String problem, int restarts, boolean checked) {

  static Look at(JsonNode container, HealthGate.Condition condition) {
    return new Eyes(container).look(condition);
  }

  /** The parts of the engine's answer that matter. */
  private static final class Eyes {
    private final String status;
    private final String health;
    private final boolean checked;
    private final boolean ended;
    private final int exit;
    private final boolean restarted;
    private final int restarts;

    Eyes(JsonNode container) {
      JsonNode state = container.path("State");
      status = state.path("Status").asText();
      health = state.path("Health").path("Status").asText("starting");
      JsonNode test = container.path("Config").path("Healthcheck").path("Test");
      checked = !test.isEmpty() && !test.path(0).asText().equals("NONE");
      ended = status.equals("exited") || status.equals("dead");
      exit = state.path("ExitCode").asInt();
      restarts = container.path("RestartCount").asInt();
      JsonNode policy = container.path("HostConfig").path("RestartPolicy");
      restarted = restarted(policy);
    }

    /** Whether the engine will start it again when it has ended as it did. */
    private boolean restarted(JsonNode policy) {
      return switch (policy.path("Name").asText("no")) {
        case "always", "unless-stopped" -> true;
        case "on-failure" -> {
          int most = policy.path("MaximumRetryCount").asInt();
          yield exit != 0 && (most == 0 || restarts < most);
        }
        default -> false;
      };
    }

    Look look(HealthGate.Condition condition) {
      if (condition == HealthGate.Condition.COMPLETED) {
        return completed();
      }
      if (condition == HealthGate.Condition.HEALTHY && !checked) {
        return never("has no health check, so nobody can wait until it is healthy; give it one");
      }
      if (ended && !restarted) {
        boolean fine = condition == HealthGate.Condition.RUNNING && exit == 0;
        return fine ? reached("ended with exit code 0") : never("ended with exit code " + exit);
      }
      if (ended || status.equals("restarting")) {
        return notYet("restarting, its last exit code was " + exit);
      }
      if (!status.equals("running")) {
        return notYet(status);
      }
      if (!checked) {
        return reached(status);
      }
      return switch (health) {
        case "healthy" -> reached(health);
        case "unhealthy" -> never("is unhealthy");
        default -> notYet(health);
      };
    }

    private Look completed() {
      if (!ended || (exit != 0 && restarted)) {
        return notYet(ended ? "restarting, its last exit code was " + exit : status);
      }
      return exit == 0 ? reached("completed") : never("ended with exit code " + exit);
    }

    private Look reached(String state) {
      return new Look(true, state, null, restarts, checked || ended);
    }

    private Look notYet(String state) {
      return new Look(false, state, null, restarts, checked);
    }

    private Look never(String problem) {
      return new Look(false, status, problem, restarts, checked);
    }
  }
}
