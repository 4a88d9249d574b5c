package io.dockeradvanced.compose;

/**
 * When the engine restarts a container.
 *
 * @param policy {@code no}, {@code always}, {@code on-failure}, {@code unless-stopped}, or empty
 *     for the engine's default; what the file says when that is none of these
 * @param maximumRetries of {@code on-failure}; 0 for no limit
 */
public record RestartSpec(String policy, int maximumRetries) {}
