package io.dockeradvanced.compose;

/** Credentials of a managed service account of Windows; one of the texts is set. */
public record CredentialSpec(String config, String file, String registry) {}
