package io.dockeradvanced.transport.ssh;

import java.io.IOException;

/** Where bytes come from, with a limit to the waiting. */
interface ByteSource {
  /**
   * Reads at least one byte, if there comes one in time.
   *
   * @return how many; 0 when the time is over, -1 at the end
   */
  int read(byte[] into, int offset, int count, long nanos) throws IOException;
}
