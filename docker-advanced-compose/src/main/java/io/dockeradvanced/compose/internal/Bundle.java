package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a zip, tar or tar.gz archive, held in memory. Archives come from anywhere: one that
 * is too large, or has a name or a link in it that leads out of it, is refused as a whole.
 */
public final class Bundle {
  private static final int LARGEST_ARCHIVE = 64 * 1024 * 1024;
  private static final int LARGEST_CONTENT = 64 * 1024 * 1024;
  private static final int MOST_ENTRIES = 10_000;
  private static final int LONGEST_NAME = 1024;
  private static final int MOST_LINKS = 40;

  /** Of directories; every level of a name is kept by itself. */
  private static final int DEEPEST = 64;

  private final String label;
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Set<String> directories = new HashSet<>(Set.of(""));
  private int entries;
  private long content;

  private Bundle(String label) {
    this.label = label;
  }

  /**
   * Reads an archive; what kind it is, its first bytes say.
   *
   * @throws IOException when the stream cannot be read
   * @throws InvalidSpec when the archive cannot be used
   */
  public static Bundle read(String label, InputStream in) throws IOException {
    byte[] archive = in.readNBytes(LARGEST_ARCHIVE + 1);
    if (archive.length > LARGEST_ARCHIVE) {
      throw invalid(label, "The bundle is larger than 64 MiB.");
    }
    Bundle bundle = new Bundle(label);
    try {
      if (begins(archive, 'P', 'K')) {
        new ZipEntries(archive, bundle).read();
      } else if (begins(archive, 0x1f, 0x8b)) {
        new TarEntries(new GZIPInputStream(new ByteArrayInputStream(archive)), bundle).read();
      } else {
        new TarEntries(new ByteArrayInputStream(archive), bundle).read();
      }
    } catch (IOException e) {
      throw invalid(
          label, "The bundle is no zip, tar or tar.gz archive: " + reason(e.getMessage()) + ".");
    }
    bundle.links.forEach(bundle::checkLink);
    return bundle;
  }

  /** The first line of what a failure says. */
  public static String reason(@Nullable String message) {
    return message == null ? "it is broken" : message.lines().findFirst().orElse("it is broken");
  }

  private static boolean begins(byte[] bytes, int first, int second) {
    return bytes.length > 1 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  /** The bundle as a whole is wrong. */
  public static InvalidSpec invalid(String label, String message) {
    return new InvalidSpec(label, 0, 0, message);
  }

  InvalidSpec invalid(String message) {
    return invalid(label, message);
  }

  /** Counts an entry before anything is made of it. */
  void entry() {
    if (++entries > MOST_ENTRIES) {
      throw invalid("The bundle has more than " + MOST_ENTRIES + " entries.");
    }
  }

  /** How many bytes more the files may have. */
  int room() {
    return (int) (LARGEST_CONTENT - content);
  }

  InvalidSpec tooLarge() {
    return invalid("The files of the bundle have more than 64 MiB.");
  }

  void file(String name, byte[] bytes) {
    String path = path(name);
    content += bytes.length;
    if (content > LARGEST_CONTENT) {
      throw tooLarge();
    }
    if (files.put(path, bytes) != null || links.containsKey(path)) {
      throw invalid("The bundle has \"" + shown(name) + "\" in it twice.");
    }
    directories(path);
  }

  void directory(String name) {
    String path = path(name.endsWith("/") ? name : name + "/");
    directories.add(path);
    directories(path);
  }

  /** How long the target of a link may be, in bytes. */
  int longestTarget() {
    return LONGEST_NAME;
  }

  void link(String name, String target) {
    String path = path(name);
    if (target.length() > LONGEST_NAME) {
      throw invalid(
          "The bundle has the link \"" + shown(name) + "\" in it, which leads to no place.");
    }
    if (links.put(path, target) != null || files.containsKey(path)) {
      throw invalid("The bundle has \"" + shown(name) + "\" in it twice.");
    }
    directories(path);
  }

  /** A name for what has another one already. */
  void hardLink(String name, String target) {
    byte[] bytes = files.get(path(target));
    if (bytes == null) {
      throw invalid(
          "The bundle has the link \"" + shown(name) + "\" in it, but not what it leads to.");
    }
    file(name, bytes);
  }

  private void directories(String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (!directories.add(path.substring(0, slash))) {
        return;
      }
    }
  }

  private String path(String name) {
    boolean odd =
        name.length() > LONGEST_NAME
            || name.indexOf('\\') >= 0
            || name.chars().anyMatch(c -> c < 0x20 || c == 0x7f);
    if (odd) {
      throw invalid("The bundle has a name in it that no file should have: " + shown(name) + ".");
    }
    if (name.startsWith("/") || name.matches("[a-zA-Z]:.*")) {
      throw invalid("The bundle has the absolute path \"" + shown(name) + "\" in it.");
    }
    if (name.chars().filter(c -> c == '/').count() > DEEPEST) {
      throw invalid(
          "The bundle has \"%s\" in it, more than %d directories deep."
              .formatted(shown(name), DEEPEST));
    }
    if (List.of(name.split("/", -1)).contains("..")) {
      throw invalid("The bundle has \"" + shown(name) + "\" in it, which leads out of it.");
    }
    String clean = Cleaner.clean(name);
    if (clean.equals(".")) {
      if (!name.endsWith("/") && !name.equals(".")) {
        throw invalid("The bundle has an entry without a name.");
      }
      return "";
    }
    return clean;
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
  }

  private void checkLink(String path, String target) {
    int depth = (int) path.chars().filter(c -> c == '/').count();
    boolean leaves = target.startsWith("/") || target.indexOf('\\') >= 0;
    for (String part : target.split("/")) {
      depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
      leaves |= depth < 0;
    }
    if (leaves || target.isEmpty()) {
      throw invalid(
          "The bundle has the link \"" + shown(path) + "\" in it, which leads out of it.");
    }
  }

  /** The names at the top; what systems add by themselves is not counted. */
  public Set<String> top() {
    Set<String> top = new TreeSet<>();
    for (Set<String> all : List.of(files.keySet(), links.keySet(), directories)) {
      for (String path : all) {
        String first = path.split("/", 2)[0];
        if (!first.isEmpty() && !first.equals("__MACOSX") && !first.startsWith("._")) {
          top.add(first);
        }
      }
    }
    return top;
  }

  boolean isDirectory(String path) {
    String real = resolve(path);
    return real != null && directories.contains(real);
  }

  byte @Nullable [] bytes(String path) {
    String real = resolve(path);
    return real == null ? null : files.get(real);
  }

  /** The path without links; null where it leads nowhere or out of the bundle. */
  private @Nullable String resolve(String path) {
    if (path.length() > MOST_LINKS * LONGEST_NAME) {
      return null; // no name that any file here can have
    }
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/")));
    List<String> at = new ArrayList<>();
    int followed = 0;
    while (!left.isEmpty()) {
      String part = left.pop();
      if (part.equals("..")) {
        if (at.isEmpty()) {
          return null;
        }
        at.remove(at.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".")) {
        at.add(part);
        String target = links.get(String.join("/", at));
        if (target != null) {
          if (++followed > MOST_LINKS) {
            return null;
          }
          at.remove(at.size() - 1);
          String[] parts = target.split("/");
          for (int i = parts.length - 1; i >= 0; i--) {
            left.push(parts[i]);
          }
        }
      }
    }
    return String.join("/", at);
  }
}
