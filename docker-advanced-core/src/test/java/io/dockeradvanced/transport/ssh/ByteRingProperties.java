package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ByteRingProperties {
  /** Positive numbers put so many bytes, negative ones take them. */
  @Property
  void bytes_putAndTakenInAnyPieces_comeOutInOrder(
      @ForAll @Size(max = 60) List<@IntRange(min = -90_000, max = 90_000) Integer> moves) {
    int max = 200_000;
    ByteRing ring = new ByteRing(max);
    ByteArrayOutputStream in = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte next = 0;
    for (int move : moves) {
      if (move >= 0) {
        byte[] piece = new byte[move + 3];
        for (int i = 0; i < piece.length; i++) {
          piece[i] = next++;
        }
        boolean fits = ring.size() + move <= max;
        assertThat(ring.put(piece, 3, move)).isEqualTo(fits);
        if (fits) {
          in.write(piece, 3, move);
        }
      } else {
        byte[] piece = new byte[-move];
        int n = ring.take(piece, 0, piece.length);
        out.write(piece, 0, n);
      }
      assertThat(ring.size()).isBetween(0, max).isEqualTo(in.size() - out.size());
    }
    byte[] rest = new byte[max];
    out.write(rest, 0, ring.take(rest, 0, max));
    assertThat(out.toByteArray()).isEqualTo(in.toByteArray());
  }
}
