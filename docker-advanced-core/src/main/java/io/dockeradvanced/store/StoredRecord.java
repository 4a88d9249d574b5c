package io.dockeradvanced.store;

import java.time.Instant;

/**
 * A record as it stands in the store.
 *
 * @param revision 1 when it was written first, one more with each write; 1 again when it was
 *     deleted and written anew
 * @param json the content, a JSON object
 */
public record StoredRecord(String kind, String id, long revision, String json, Instant updated) {}
