package io.dockeradvanced.operation;

/**
 * What recover did with one interrupted operation.
 *
 * @param outcome how it stands now
 * @param message in words
 */
public record Recovery(OperationInfo operation, Outcome outcome, String message) {}
