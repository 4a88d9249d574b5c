package io.dockeradvanced.transport.ssh;

import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionException;

/**
 * What the server may send on a channel, and what it has sent (RFC 4254, section 5.2): never more
 * than there is room for. Guarded by the lock of its {@link SshChannel}.
 */
final class ReceiveWindow {
  private final int size;
  private final ByteRing bytes;
  private long granted;
  private int used;

  ReceiveWindow(int size) {
    this.size = size;
    this.bytes = new ByteRing(size);
    this.granted = size;
  }

  /** The length of the data in this packet, which the server must have been allowed. */
  int length(SSHPacket packet) throws SSHException {
    int count = packet.readUInt32AsInt();
    if (count < 0 || count > packet.available() || count > granted) {
      throw tooMuch();
    }
    granted -= count;
    return count;
  }

  /** Keeps what the next {@link #take} gives. */
  void put(SSHPacket packet, int count) throws SSHException {
    if (!bytes.put(packet.array(), packet.rpos(), count)) {
      throw tooMuch();
    }
  }

  private static ConnectionException tooMuch() {
    return new ConnectionException("the server sent more than it may");
  }

  boolean isEmpty() {
    return bytes.size() == 0;
  }

  int take(byte[] into, int offset, int count) {
    int n = bytes.take(into, offset, count);
    used += n;
    return n;
  }

  /** What came was not kept. */
  void skip(int count) {
    used += count;
  }

  /** Whether so much was used that it is worth a packet to allow as much again. */
  boolean isDue() {
    return used >= size / 2;
  }

  /** How much the server is to be allowed again. */
  int grant() {
    int more = used;
    used = 0;
    granted += more;
    return more;
  }

  void clear() {
    bytes.clear();
  }
}
