package io.dockeradvanced.store;

import java.time.Instant;

/**
 * The right to do something alone for a while.
 *
 * @param token grows with every change of owner, so that a late write of a former owner is seen
 * @param until when the lease ends unless it is renewed
 */
public record Lease(String name, String owner, long token, Instant until) {}
