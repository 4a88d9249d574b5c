package io.dockeradvanced.transport.ssh;

/** Looks whether bytes are DER, before something decodes them that believes every length. */
final class Der {
  private static final int MAX_DEPTH = 16;
  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;

  private Der() {}

  /** Whether every element, and every element in it, ends where the one around it does. */
  static boolean isWhole(byte[] bytes) {
    return bytes.length > 0 && isWhole(bytes, 0, bytes.length, 0);
  }

  private static boolean isWhole(byte[] bytes, int from, int end, int depth) {
    int at = from;
    while (at < end) {
      int tag = bytes[at++] & 0xff;
      if ((tag & LONG_TAG) == LONG_TAG || at == end || depth > MAX_DEPTH) {
        return false;
      }
      long length = bytes[at++] & 0xff;
      if (length >= 0x80) {
        int digits = (int) length & 0x7f;
        if (digits == 0 || digits > 4 || digits > end - at) {
          return false;
        }
        length = 0;
        for (int i = 0; i < digits; i++) {
          length = length << 8 | bytes[at++] & 0xff;
        }
      }
      if (length > end - at) {
        return false;
      }
      int next = at + (int) length;
      if ((tag & CONSTRUCTED) != 0 && !isWhole(bytes, at, next, depth + 1)) {
        return false;
      }
      at = next;
    }
    return true;
  }
}
