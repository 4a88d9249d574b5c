package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a server that shows a key is the one we mean. */
final class HostKeyCheck {
  private static final Logger LOG = LoggerFactory.getLogger(HostKeyCheck.class);

  private final SshSettings settings;
  private final HostKeys trusted;
  private final KnownHosts known;
  private final KnownHosts plain;
  private volatile byte @Nullable [] trustedBefore;

  /** Reads the known_hosts files anew, so that a host added meanwhile is found. */
  HostKeyCheck(SshSettings settings, HostKeys trusted) throws IOException {
    this.settings = settings;
    this.trusted = trusted;
    List<Path> files = new ArrayList<>(settings.knownHosts());
    if (trusted instanceof HostKeys.AcceptNew accept && !files.contains(accept.file())) {
      files.add(accept.file());
    }
    if (trusted instanceof HostKeys.Fingerprints) {
      files.clear();
    }
    this.known = KnownHosts.about(settings.keyName(), files);
    this.plain =
        settings.keyName().equals(settings.hostName())
            ? new KnownHosts()
            : KnownHosts.about(settings.hostName(), files);
    known.entries().stream()
        .filter(e -> e.marker() == KnownHosts.Marker.AUTHORITY)
        .forEach(
            e ->
                LOG.warn(
                    "{}: @cert-authority is not supported, so {} is not known by it",
                    e.place(),
                    settings.alias()));
  }

  /** The types of keys that are known of the host; a server is asked for one of these first. */
  List<String> knownTypes() {
    return thatCount().stream().map(KnownHosts.Entry::type).distinct().toList();
  }

  /**
   * Returns when the key is to be trusted.
   *
   * @throws ConnectFailed when it is not, with what to do
   */
  void check(String type, byte[] key) throws IOException {
    byte[] before = trustedBefore;
    if (before != null && Arrays.equals(before, key)) {
      // Keys are exchanged anew on long connections.
      return;
    }
    decide(type, key);
    trustedBefore = key;
  }

  private void decide(String type, byte[] key) throws IOException {
    String shown = type + " " + KnownHosts.fingerprint(key);
    if (trusted instanceof HostKeys.Fingerprints pinned) {
      if (!pinned.sha256().contains(KnownHosts.fingerprint(key))) {
        throw refused(
            "the server shows the host key %s, but only %s is trusted"
                .formatted(shown, String.join(" or ", pinned.sha256())));
      }
      return;
    }
    for (KnownHosts.Entry entry : all()) {
      if (entry.marker() == KnownHosts.Marker.REVOKED && entry.has(key)) {
        throw refused("the host key %s is marked as revoked in %s".formatted(shown, entry.place()));
      }
    }
    if (thatCount().stream().anyMatch(entry -> entry.has(key))) {
      return;
    }
    KnownHosts.Entry other = null;
    for (KnownHosts.Entry entry : keys(known)) {
      if (other == null || (entry.type().equals(type) && !other.type().equals(type))) {
        other = entry;
      }
    }
    if (other != null) {
      throw changed(shown, type, other);
    }
    Path file = fileForNew();
    if (file == null) {
      throw unknown(shown);
    }
    add(file, type, key);
    LOG.info("{}: added the host key {} to {}", settings.alias(), shown, file);
  }

  /** A key that is revoked is so under each name of the host. */
  private List<KnownHosts.Entry> all() {
    List<KnownHosts.Entry> all = new ArrayList<>(known.entries());
    all.addAll(plain.entries());
    return all;
  }

  /**
   * As ssh does: a key that is known under the plain name is good for another port too, but only
   * when nothing is known of that port, and never when HostKeyAlias names somebody else.
   */
  private List<KnownHosts.Entry> thatCount() {
    List<KnownHosts.Entry> own = keys(known);
    String withPort = "[%s]:%d".formatted(settings.hostName(), settings.port());
    return own.isEmpty() && settings.keyName().equals(withPort) ? keys(plain) : own;
  }

  private static List<KnownHosts.Entry> keys(KnownHosts hosts) {
    return hosts.entries().stream().filter(e -> e.marker() == KnownHosts.Marker.NONE).toList();
  }

  private @Nullable Path fileForNew() {
    if (trusted instanceof HostKeys.AcceptNew accept) {
      return accept.file();
    }
    boolean accepts = trusted instanceof HostKeys.Configured && settings.acceptsNewHosts();
    return accepts && !settings.knownHosts().isEmpty() ? settings.knownHosts().get(0) : null;
  }

  private ConnectFailed changed(String shown, String type, KnownHosts.Entry other) {
    String known = other.type() + " " + KnownHosts.fingerprint(other.key());
    String what =
        other.type().equals(type)
            ? "the host key has CHANGED: the server shows %s, but %s has %s"
            : "the server shows the host key %s, but %s has only %s";
    return refused(
        what.formatted(shown, other.place(), known)
            + ". Either the server was set up anew, or somebody pretends to be it. If the new key is"
            + " right, run: ssh-keygen -f %s -R '%s'".formatted(other.file(), settings.keyName()));
  }

  private ConnectFailed unknown(String shown) {
    return refused(
        "the server is not known: it shows the host key %s, and no entry for %s stands in %s. Compare"
                .formatted(shown, settings.keyName(), files())
            + " the fingerprint on the server (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then log in"
            + " once with ssh, or use HostKeys.acceptNew(…) or HostKeys.fingerprints(…)");
  }

  private String files() {
    return settings.knownHosts().isEmpty()
        ? "any known_hosts file"
        : String.join(", ", settings.knownHosts().stream().map(Path::toString).toList());
  }

  private ConnectFailed refused(String why) {
    return new ConnectFailed(settings.shown() + ": " + why, false, null);
  }

  private void add(Path file, String type, byte[] key) throws IOException {
    String line = KnownHosts.line(settings.keyName(), settings.hashesKnownHosts(), type, key);
    try {
      create(file);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
          var lock = channel.lock()) {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean wholeLines = end == 0 || (channel.read(last, end - 1) == 1 && last.get(0) == '\n');
        ByteBuffer bytes =
            ByteBuffer.wrap((wholeLines ? line : "\n" + line).getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          end += channel.write(bytes, end);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw new ConnectFailed(
          "%s: the new host key cannot be written to %s: %s"
              .formatted(settings.shown(), file, e.getMessage()),
          false,
          e);
    }
  }

  private static void create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.exists(directory)) {
      if (posix) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(directory);
      }
    }
    try {
      if (posix) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (java.nio.file.FileAlreadyExistsException e) {
      // It is added to.
    }
  }
}
