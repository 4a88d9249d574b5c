package io.dockeradvanced.transport;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as wrapping a private key takes: one element after the other. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;

  /** {@code [0]} of an explicit tag, such as the curve in an EC private key. */
  static final int TAGGED_0 = 0xa0;

  private final byte[] bytes;
  private int at;
  private final int end;

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The bytes are not what they should be. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
  }

  boolean hasNext() {
    return at < end;
  }

  /** The tag of the next element, 0 when there is none. */
  int tag() {
    return hasNext() ? bytes[at] & 0xff : 0;
  }

  /** The content of the next element, which must have this tag. */
  Der next(int tag) throws Malformed {
    if (tag() != tag) {
      throw new Malformed();
    }
    at++;
    int length = length();
    if (length > end - at) {
      throw new Malformed();
    }
    Der content = new Der(bytes, at, at + length);
    at += length;
    return content;
  }

  private int length() throws Malformed {
    int first = octet();
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    int octets = first & 0x7f;
    if (octets == 0 || octets > 3) {
      throw new Malformed();
    }
    for (int i = 0; i < octets; i++) {
      length = length << 8 | octet();
    }
    return length;
  }

  private int octet() throws Malformed {
    if (!hasNext()) {
      throw new Malformed();
    }
    return bytes[at++] & 0xff;
  }

  /** What is left, undivided. */
  byte[] rest() {
    return Arrays.copyOfRange(bytes, at, end);
  }

  /** An element made of these parts. */
  static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 5);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      out.write(0x80 | octets);
      for (int i = octets - 1; i >= 0; i--) {
        out.write(length >> 8 * i);
      }
    }
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
