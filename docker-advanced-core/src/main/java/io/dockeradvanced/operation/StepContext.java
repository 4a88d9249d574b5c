package io.dockeradvanced.operation;

import io.dockeradvanced.host.DockerHost;
import java.time.Clock;
import java.util.Optional;

/** What a step sees while it runs. Thread-safe. */
public interface StepContext {
  Step step();

  DockerHost host();

  Clock clock();

  /** The id of the operation; what the step makes on the engine carries it as a label. */
  String operation();

  /** The result of a step that is done. */
  Optional<Data> result(String stepId);

  /** What {@link #remember} kept last for this step, also in a process that is gone. */
  Data memory();

  /**
   * Keeps something about this step in the journal before going on; returns when it is durable.
   * Replaces what was kept before.
   */
  void remember(Data memory);

  /**
   * Whether this step may have run before: before a wait, before a pause, or in a process that is
   * gone. Then it has to look what it did already.
   */
  boolean repeated();

  /** The answer to the decision this step paused for. */
  Optional<String> answer(String decision);

  /** Tells listeners how far the step is, from 0 to 1, and what it does. */
  void progress(double fraction, String message);

  /** Tells listeners something they should know; the operation goes on. */
  void warn(String message);

  /**
   * Call between two changes.
   *
   * @throws io.dockeradvanced.Cancelled when the operation is to stop
   */
  void checkCancelled();
}
