package io.dockeradvanced.transport.ssh;

/** Bytes that came and were not read yet. Grows with need up to a bound; not thread-safe. */
final class ByteRing {
  private static final int SMALL = 32 * 1024;
  private static final byte[] NONE = new byte[0];

  private final int max;
  private byte[] data = NONE;
  private int head;
  private int size;

  ByteRing(int max) {
    this.max = max;
  }

  int size() {
    return size;
  }

  /** Answers false, and takes nothing, when it would be more than the bound. */
  boolean put(byte[] from, int offset, int count) {
    if (count > max - size) {
      return false;
    }
    if (count == 0) {
      return true;
    }
    reserve(size + count);
    int tail = (head + size) % data.length;
    int first = Math.min(count, data.length - tail);
    System.arraycopy(from, offset, data, tail, first);
    System.arraycopy(from, offset + first, data, 0, count - first);
    size += count;
    return true;
  }

  int take(byte[] into, int offset, int wanted) {
    int count = Math.min(wanted, size);
    int first = Math.min(count, data.length - head);
    System.arraycopy(data, head, into, offset, first);
    System.arraycopy(data, 0, into, offset + first, count - first);
    size -= count;
    head = size == 0 ? 0 : (head + count) % data.length;
    if (size == 0 && data.length > SMALL) {
      // An idle channel keeps no memory.
      data = NONE;
    }
    return count;
  }

  void clear() {
    data = NONE;
    head = 0;
    size = 0;
  }

  private void reserve(int wanted) {
    if (wanted <= data.length) {
      return;
    }
    int capacity = Math.max(4096, data.length);
    while (capacity < wanted) {
      capacity = (int) Math.min(max, 2L * capacity);
    }
    byte[] larger = new byte[capacity];
    int first = Math.min(size, data.length - head);
    System.arraycopy(data, head, larger, 0, first);
    System.arraycopy(data, 0, larger, first, size - first);
    data = larger;
    head = 0;
  }
}
