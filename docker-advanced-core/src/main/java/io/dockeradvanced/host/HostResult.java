package io.dockeradvanced.host;

import java.util.Optional;

/**
 * What one of many hosts answered, or why it did not.
 *
 * @param <T> the answer
 */
public sealed interface HostResult<T> {

  /** The host answered. */
  record Answered<T>(T answer) implements HostResult<T> {}

  /** The host did not answer, or refused. */
  record Failed<T>(RuntimeException reason) implements HostResult<T> {}

  /** The answer, if there is one. */
  default Optional<T> value() {
    return this instanceof Answered<T> a ? Optional.of(a.answer()) : Optional.empty();
  }

  /** Why there is no answer. */
  default Optional<RuntimeException> failure() {
    return this instanceof Failed<T> f ? Optional.of(f.reason()) : Optional.empty();
  }

  /** The answer; throws what the host failed with if there is none. */
  default T get() {
    if (this instanceof Failed<T> f) {
      throw f.reason();
    }
    return ((Answered<T>) this).answer();
  }
}
