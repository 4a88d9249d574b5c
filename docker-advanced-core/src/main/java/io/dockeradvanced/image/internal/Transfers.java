package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.image.ImageNotFound;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.ImportOptions;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.engine.JsonLines;
import io.dockeradvanced.internal.tar.TarEnd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Images as archives: load, save, import. */
public final class Transfers {
  /**
   * For how long nothing may move while an image travels. An engine may be silent for long: while
   * it unpacks what it was sent, or gathers what it is to send.
   */
  static final Duration MOST_SILENT = Duration.ofMinutes(60);

  private static final String LOADED = "Loaded image: ";
  private static final String LOADED_ID = "Loaded image ID: ";

  private final Engine engine;

  /** Transfers with an engine. */
  public Transfers(Engine engine) {
    this.engine = engine;
  }

  /** Loads an archive; answers the names, or ids, of the images in it. */
  public List<String> load(InputStream archive) {
    List<String> loaded = new ArrayList<>();
    Call call =
        Call.post("/images/load").query("quiet", 1).body("application/x-tar", () -> archive);
    // Closed as well when the call does not come so far as to read it.
    try (InputStream closed = archive) {
      JsonLines.each(
          engine,
          call.atMostSilent(MOST_SILENT),
          line -> {
            for (String said : line.path("stream").asText("").split("\n")) {
              if (said.startsWith(LOADED)) {
                loaded.add(said.substring(LOADED.length()).strip());
              } else if (said.startsWith(LOADED_ID)) {
                loaded.add(said.substring(LOADED_ID.length()).strip());
              }
            }
          });
    } catch (EngineRejected e) {
      throw new DockerAdvancedException(
          "%s: the archive cannot be loaded: %s; is it one of docker save, and whole?"
              .formatted(engine.host(), e.reason()),
          e);
    } catch (IOException e) {
      throw new DockerAdvancedException("the archive cannot be closed: " + e.getMessage(), e);
    }
    if (loaded.isEmpty()) {
      throw new DockerAdvancedException(
          "%s: the archive had no image in it; is it one of docker save?".formatted(engine.host()));
    }
    return List.copyOf(loaded);
  }

  /** Writes images as one archive; answers its length. */
  public long save(Collection<String> images, OutputStream to) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("no image is named");
    }
    Call call = Call.get("/images/get").atMostSilent(MOST_SILENT);
    for (String image : images) {
      if (EngineImages.find(engine, image).isEmpty()) {
        throw new ImageNotFound(
            engine.host(),
            image,
            "%s: there is no image %s to save".formatted(engine.host(), image));
      }
      call.query("names", image);
    }
    try (EngineResponse response = engine.open(call)) {
      return copy(response.body(), to);
    }
  }

  /** An engine that fails on the way ends the answer as if it were whole, with its reason in it. */
  private long copy(InputStream from, OutputStream to) {
    byte[] piece = new byte[1 << 16];
    TarEnd end = new TarEnd();
    long count = 0;
    while (true) {
      int n;
      try {
        n = from.read(piece);
      } catch (SocketTimeoutException e) {
        throw new TimedOut(
            "%s: nothing has come for %d minutes while saving; what was written is of no use"
                .formatted(engine.host(), MOST_SILENT.toMinutes()));
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new Cancelled(
              "%s: saving was interrupted; what was written is of no use".formatted(engine.host()),
              e);
        }
        throw new UnreachableHost(
            engine.host(),
            "%s: the archive broke off after %d bytes (%s); what was written is of no use"
                .formatted(engine.host(), count, e.getMessage()),
            e,
            false);
      }
      if (n < 0) {
        if (!end.isSeen()) {
          throw new UnreachableHost(
              engine.host(),
              "%s: the archive broke off after %d bytes, and what was written is of no use: %s"
                  .formatted(engine.host(), count, end.words()),
              null,
              false);
        }
        return count;
      }
      end.take(piece, n);
      try {
        to.write(piece, 0, n);
      } catch (IOException e) {
        throw new DockerAdvancedException("the archive cannot be written: " + e.getMessage(), e);
      }
      count += n;
    }
  }

  /** Makes an image of a file system; answers its id. */
  public String importTar(InputStream tar, ImportOptions options) {
    Call call = Call.post("/images/create").query("fromSrc", "-");
    // Not with the parameter tag, which Podman ignores here.
    options
        .reference()
        .map(ImageReference::orLatest)
        .ifPresent(r -> call.query("repo", EngineImages.name(r)));
    options.changes().forEach(change -> call.query("changes", change));
    if (!options.message().isEmpty()) {
      call.query("message", options.message());
    }
    options.platform().ifPresent(p -> call.query("platform", p));
    List<String> ids = new ArrayList<>();
    try (InputStream closed = tar) {
      JsonLines.each(
          engine,
          call.body("application/x-tar", () -> tar).atMostSilent(MOST_SILENT),
          line -> look(line, ids));
    } catch (EngineRejected e) {
      throw new DockerAdvancedException(
          "%s: the file system cannot be imported: %s".formatted(engine.host(), e.reason()), e);
    } catch (IOException e) {
      throw new DockerAdvancedException("the archive cannot be closed: " + e.getMessage(), e);
    }
    if (ids.isEmpty()) {
      throw new UnreachableHost(
          engine.host(),
          "%s: the import broke off before its end; import it again".formatted(engine.host()),
          null,
          true);
    }
    return ids.get(ids.size() - 1);
  }

  private static void look(JsonNode line, List<String> ids) {
    String status = line.path("status").asText("").strip();
    if (status.startsWith("sha256:")) {
      ids.add(status);
    }
  }
}
