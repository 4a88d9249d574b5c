/**
 * Engines behind SSH: {@code ssh://user@host[:port][/socket/path]}. Needs {@code
 * com.hierynomus:sshj} on the class path.
 */
@NullMarked
package io.dockeradvanced.transport.ssh;

import org.jspecify.annotations.NullMarked;
