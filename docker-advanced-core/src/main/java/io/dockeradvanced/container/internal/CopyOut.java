package io.dockeradvanced.container.internal;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.CopyOptions;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.tar.TarEnd;
import io.dockeradvanced.internal.tar.TarReader;
import io.dockeradvanced.internal.tar.Unpacked;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files of a container onto this machine, where the docker command would put them. */
public final class CopyOut {
  private final Engine engine;
  private final String container;
  private final CopyOptions options;

  /** Out of this container. */
  public CopyOut(Engine engine, String container, CopyOptions options) {
    this.engine = engine;
    this.container = container;
    this.options = options;
  }

  /** Copies a file or a directory; answers where it is now. */
  public Path path(String path, Path target) {
    try (EngineResponse response = open(path)) {
      boolean directory = ContainerPath.of(engine, path, response).isDirectory();
      boolean into = Files.isDirectory(target);
      boolean contents = ContainerPath.isOfContents(path);
      Path root = root(path, target, directory, into && !contents);
      Path boundary = into && contents ? root : root.toAbsolutePath().getParent();
      Body body = new Body(response.body());
      try {
        new Unpacked(root, boundary == null ? root : boundary).all(new TarReader(body));
        body.toEnd();
      } catch (IOException e) {
        throw failed(body, path, e, "what was written stays");
      }
      return root;
    }
  }

  /** Writes the archive of a file or a directory; answers its length. */
  public long archive(String path, OutputStream to) {
    byte[] piece = new byte[1 << 16];
    long count = 0;
    try (EngineResponse response = open(path)) {
      Body body = new Body(response.body());
      try {
        int n;
        while ((n = body.read(piece)) >= 0) {
          to.write(piece, 0, n);
          count += n;
        }
        body.toEnd();
      } catch (IOException e) {
        throw failed(body, path, e, "what was written is of no use");
      }
    }
    return count;
  }

  private EngineResponse open(String path) {
    String source = path;
    if (options.followLink()) {
      source =
          ContainerPath.find(engine, container, path)
              .filter(ContainerPath::isLink)
              .map(ContainerPath::target)
              .orElse(path);
    }
    return engine.open(
        Call.get("/containers/" + Call.segment(container) + "/archive")
            .query("path", source)
            .within(CopyIn.LIMIT));
  }

  private static Path root(String path, Path target, boolean directory, boolean into) {
    try {
      if (into) {
        return target.toRealPath().resolve(ContainerPath.name(path));
      }
      if (Files.exists(target)) {
        if (directory && !Files.isDirectory(target)) {
          throw new InvalidSpec(
              target.toString(), 0, 0, "it is a file, and a directory cannot take its place");
        }
        return target.toRealPath();
      }
    } catch (IOException e) {
      throw new InvalidSpec(target.toString(), 0, 0, "it cannot be read: " + e.getMessage());
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new InvalidSpec(
          target.toString(), 0, 0, "the directory that it would be in is not there; make it first");
    }
    return target;
  }

  private DockerAdvancedException failed(Body body, String path, IOException e, String rest) {
    String what = "%s: %s of %s".formatted(engine.host(), path, container);
    if (!e.equals(body.failure)) {
      return new DockerAdvancedException(
          "%s cannot be copied: %s; %s".formatted(what, e.getMessage(), rest), e);
    }
    if (e instanceof SocketTimeoutException) {
      return new TimedOut(
          "%s was not copied within %d minutes; %s"
              .formatted(what, CopyIn.LIMIT.toMinutes(), rest));
    }
    if (Thread.currentThread().isInterrupted()) {
      return new Cancelled("%s: the copy was interrupted; %s".formatted(what, rest), e);
    }
    return new UnreachableHost(
        engine.host(),
        "%s was not copied whole: %s; %s".formatted(what, e.getMessage(), rest),
        e,
        false);
  }

  /** Tells a broken connection from a full disk, and an archive from half of one. */
  private static final class Body extends FilterInputStream {
    private final TarEnd end = new TarEnd();
    @Nullable IOException failure;

    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      try {
        int n = in.read(into, offset, count);
        if (n > 0) {
          end.take(into, offset, n);
        } else if (n < 0 && !end.isSeen()) {
          throw new IOException(end.words());
        }
        return n;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    void toEnd() throws IOException {
      transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] piece = new byte[(int) Math.min(Math.max(0, count), 1 << 16)];
      int n = piece.length == 0 ? 0 : read(piece, 0, piece.length);
      return Math.max(0, n);
    }
  }
}
