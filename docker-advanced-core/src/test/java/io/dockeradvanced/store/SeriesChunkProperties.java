package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

final class SeriesChunkProperties {

  @Property(tries = 300)
  void decode_ofEncodedPoints_givesThemBack(@ForAll @Size(max = 50) Map<Long, Long> values) {
    TreeMap<Long, Double> points = new TreeMap<>();
    values.forEach((at, bits) -> points.put(at, Double.longBitsToDouble(bits)));
    assertThat(SeriesChunk.decode(SeriesChunk.encode(points))).isEqualTo(points);
  }

  @Property(tries = 300)
  void decode_ofAnyBytes_saysThatTheyAreDamaged(@ForAll byte[] bytes) {
    assertThatThrownBy(() -> SeriesChunk.decode(bytes))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("damaged");
  }

  @Property(tries = 300)
  void decode_afterOneBitChanged_saysThatItIsDamaged(
      @ForAll @Size(min = 1, max = 20) Map<Long, Double> points, @ForAll int place) {
    byte[] chunk = SeriesChunk.encode(new TreeMap<>(points));
    int bit = Math.floorMod(place, chunk.length * 8);
    chunk[bit / 8] ^= (byte) (1 << bit % 8);
    assertThatThrownBy(() -> SeriesChunk.decode(chunk))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("damaged");
  }

  @Example
  void encode_ofRegularConstant_takesTwoBytesAPoint() {
    TreeMap<Long, Double> points = new TreeMap<>();
    for (long i = 0; i < 512; i++) {
      points.put(1_700_000_000_000L + i * 10_000, 42.5);
    }
    assertThat(SeriesChunk.encode(points)).hasSizeLessThan(512 * 2 + 40);
  }
}
