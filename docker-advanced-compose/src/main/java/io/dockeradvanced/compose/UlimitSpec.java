package io.dockeradvanced.compose;

/** A limit of the container's processes, such as {@code nofile}. */
public record UlimitSpec(String name, long soft, long hard) {}
