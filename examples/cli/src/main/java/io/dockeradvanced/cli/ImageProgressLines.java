package io.dockeradvanced.cli;

import io.dockeradvanced.image.ImageProgress;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Writes a line whenever something begins or ends with a layer; not for every byte. */
final class ImageProgressLines implements Consumer<ImageProgress> {
  private final PrintWriter err;
  private final boolean quiet;
  private final Map<String, String> last = new HashMap<>();

  ImageProgressLines(PrintWriter err, boolean quiet) {
    this.err = err;
    this.quiet = quiet;
  }

  @Override
  public void accept(ImageProgress progress) {
    if (quiet || progress.status().isEmpty()) {
      return;
    }
    if (!progress.status().equals(last.put(progress.layer(), progress.status()))) {
      err.println((progress.layer().isEmpty() ? "" : progress.layer() + ": ") + progress.status());
    }
  }
}
