package io.dockeradvanced.operation;

import org.jspecify.annotations.Nullable;

/**
 * How a run came to its end.
 *
 * @param message for listeners, without the name of the host
 * @param result what the operation answers, if it does
 * @param problem what {@code await} throws otherwise
 */
record Ending(
    Outcome outcome, String message, @Nullable Object result, @Nullable RuntimeException problem) {}
