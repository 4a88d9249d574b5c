package io.dockeradvanced.stack;

/**
 * What is done before a task can start.
 *
 * @param plan makes its container, and what it depends on
 * @param container the name of its container
 * @param terminal whether it has one
 * @param kept whether it stays when it has ended
 */
public record TaskPlan(StackPlan plan, String container, boolean terminal, boolean kept) {}
