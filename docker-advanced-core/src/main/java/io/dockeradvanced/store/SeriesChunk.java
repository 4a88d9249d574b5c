package io.dockeradvanced.store;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a chunk of points: a format byte, the number of points, the points, and a CRC-32C of
 * all that.
 *
 * <p>A time is written as the change of its distance to the one before, which is 0 for a regular
 * series; a value as the bytes in which it differs from the one before, which are few for a value
 * that moves little. A regular series of a constant takes two bytes a point.
 */
final class SeriesChunk {
  private static final int FORMAT = 1;

  private SeriesChunk() {}

  static byte[] encode(SortedMap<Long, Double> points) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 + 4 * points.size());
    out.write(FORMAT);
    varint(out, points.size());
    long time = 0;
    long step = 0;
    long bits = 0;
    for (Map.Entry<Long, Double> point : points.entrySet()) {
      long newStep = point.getKey() - time;
      long change = newStep - step;
      varint(out, (change << 1) ^ (change >> 63));
      time = point.getKey();
      step = newStep;
      long newBits = Double.doubleToRawLongBits(point.getValue());
      difference(out, newBits ^ bits);
      bits = newBits;
    }
    byte[] content = out.toByteArray();
    CRC32C crc = new CRC32C();
    crc.update(content);
    return ByteBuffer.allocate(content.length + 4)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }

  static SortedMap<Long, Double> decode(byte[] chunk) {
    SortedMap<Long, Double> points = new TreeMap<>();
    try {
      ByteBuffer in = ByteBuffer.wrap(chunk, 0, Math.max(0, chunk.length - 4));
      CRC32C crc = new CRC32C();
      crc.update(in.duplicate());
      if (ByteBuffer.wrap(chunk).getInt(in.limit()) != (int) crc.getValue() || in.get() != FORMAT) {
        throw damaged(null);
      }
      long time = 0;
      long step = 0;
      long bits = 0;
      for (long left = varint(in); left > 0; left--) {
        long change = varint(in);
        step += (change >>> 1) ^ -(change & 1);
        time += step;
        bits ^= difference(in);
        points.put(time, Double.longBitsToDouble(bits));
      }
      return points;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw damaged(e);
    }
  }

  private static StoreFailed damaged(@Nullable Exception cause) {
    return new StoreFailed(
        "a chunk of a time series is damaged; trim the series, or restore the store from a backup",
        cause);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged(null);
  }

  /** A byte with the number of bytes that follow and of zero bytes below them, then those bytes. */
  private static void difference(ByteArrayOutputStream out, long xor) {
    int below = xor == 0 ? 0 : Long.numberOfTrailingZeros(xor) / 8;
    int count = xor == 0 ? 0 : 8 - Long.numberOfLeadingZeros(xor) / 8 - below;
    out.write(count << 4 | below);
    for (int i = below; i < below + count; i++) {
      out.write((int) (xor >>> (8 * i)));
    }
  }

  private static long difference(ByteBuffer in) {
    int head = in.get() & 0xff;
    int below = head & 0xf;
    int count = head >> 4;
    if (below + count > 8) {
      throw damaged(null);
    }
    long xor = 0;
    for (int i = below; i < below + count; i++) {
      xor |= (in.get() & 0xffL) << (8 * i);
    }
    return xor;
  }
}
