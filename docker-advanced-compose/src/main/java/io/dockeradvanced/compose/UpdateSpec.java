package io.dockeradvanced.compose;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How the containers of a service are replaced.
 *
 * @param parallelism how many at a time; 0 for all
 * @param failureAction what happens when one fails, or empty
 * @param monitor time in which one may still fail
 * @param order {@code start-first}, {@code stop-first} or empty
 */
public record UpdateSpec(
    OptionalInt parallelism,
    Duration delay,
    String failureAction,
    Duration monitor,
    float maxFailureRatio,
    String order) {}
