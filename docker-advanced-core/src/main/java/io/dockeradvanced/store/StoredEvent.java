package io.dockeradvanced.store;

import java.time.Instant;

/**
 * An event as it stands in the store; never changed after it was written.
 *
 * @param stream {@code kind/id}
 * @param sequence 1 for the first event of the stream, without holes
 * @param json the content, a JSON object
 */
public record StoredEvent(String stream, long sequence, String type, String json, Instant at) {}
