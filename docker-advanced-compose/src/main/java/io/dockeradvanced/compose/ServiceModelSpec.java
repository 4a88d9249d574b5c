package io.dockeradvanced.compose;

/**
 * An AI model a service uses.
 *
 * @param model key of the model
 * @param endpointVariable variable that gets its address; empty for the default
 * @param modelVariable variable that gets its name; empty for the default
 */
public record ServiceModelSpec(String model, String endpointVariable, String modelVariable) {}
