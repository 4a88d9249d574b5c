package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Address pools of two files, matched by subnet as Compose matches them.
 *
 * <p>Compose compares each old pool with each new one. A new pool that is already in the result
 * when it meets an old one of another subnet is merged into that old one, which changes the old
 * pool for all that follows. The result is odd where both files have several pools, but it is the
 * one Compose hashes.
 */
final class PoolMerge {
  /** A pool that later steps may change while it is in the result. */
  private static final class Pool {
    private Mapping value;

    private Pool(Node value) {
      this.value = (Mapping) value;
    }

    private boolean hasSubnet(@Nullable String subnet) {
      return Objects.equals(value.text("subnet"), subnet);
    }
  }

  private final BinaryOperator<Mapping> merge;
  private final List<Pool> result = new ArrayList<>();

  PoolMerge(BinaryOperator<Mapping> merge) {
    this.merge = merge;
  }

  Sequence merge(Sequence base, Sequence over) {
    List<Pool> overrides = over.items().stream().map(Pool::new).toList();
    for (Node item : base.items()) {
      Pool original = new Pool(item);
      for (Pool override : overrides) {
        meet(original, override);
      }
    }
    return new Sequence(result.stream().map(pool -> (Node) pool.value).toList(), over.mark());
  }

  private void meet(Pool original, Pool override) {
    String subnet = override.value.text("subnet");
    if (!original.hasSubnet(subnet) && result.stream().noneMatch(p -> p.hasSubnet(subnet))) {
      result.add(override);
      return;
    }
    original.value = merge.apply(original.value, override.value);
    String merged = original.value.text("subnet");
    for (int i = 0; i < result.size(); i++) {
      if (result.get(i).hasSubnet(merged)) {
        result.set(i, original);
        return;
      }
    }
    result.add(original);
  }
}
