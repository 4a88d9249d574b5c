package io.dockeradvanced.store;

import java.time.Instant;

/** One measured value; the time has millisecond resolution. */
public record SeriesPoint(Instant at, double value) {}
