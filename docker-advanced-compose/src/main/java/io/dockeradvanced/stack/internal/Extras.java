package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Data;
import java.util.List;
import java.util.Optional;

/**
 * What a service has beside the body of its create call.
 *
 * @param hooks commands after a start and before a stop, as the steps take them; may be secret
 * @param files that are put into a container before it starts, as the step takes them; may be
 *     secret
 * @param build how its image is built
 */
record Extras(Data hooks, List<Data> files, Optional<ImageBuild> build) {

  Extras withoutHooks() {
    return new Extras(Data.empty(), files, build);
  }

  Extras withoutBuild() {
    return new Extras(hooks, files, Optional.empty());
  }

  Extras with(ImageBuild other) {
    return new Extras(hooks, files, Optional.of(other));
  }
}
