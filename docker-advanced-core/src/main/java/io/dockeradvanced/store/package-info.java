/**
 * Where docker-advanced keeps what must survive the process: records, events, leases, blobs,
 * series.
 */
@NullMarked
package io.dockeradvanced.store;

import org.jspecify.annotations.NullMarked;
