package io.dockeradvanced.stack;

/**
 * What is done before a task can start.
 *
 * @param plan makes its container, and what it depends on
 * @param container the name of its container
 * @param task what it is
 */
public record TaskPlan(StackPlan plan, String container, Task task) {}
