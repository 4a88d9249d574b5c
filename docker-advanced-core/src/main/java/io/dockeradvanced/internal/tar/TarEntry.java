package io.dockeradvanced.internal.tar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * One entry of an archive.
 *
 * @param name in the archive, with slashes; directories end with one
 * @param type one of the constants
 * @param mode the permissions, with the bits for set-uid and the like
 * @param user id of the owner
 * @param group id of the group
 * @param modified in seconds since 1970
 * @param size of the content; 0 for what is no file
 * @param link where a link goes; empty for others
 * @param content of a file; asked for when its turn has come
 */
public record TarEntry(
    String name,
    char type,
    int mode,
    long user,
    long group,
    long modified,
    long size,
    String link,
    Content content) {
  public static final char FILE = '0';
  public static final char HARD_LINK = '1';
  public static final char SYMBOLIC_LINK = '2';
  public static final char DIRECTORY = '5';
  public static final char PIPE = '6';

  /** Gives the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  /** For entries that have none. */
  public static final Content NONE = InputStream::nullInputStream;

  /** A file that is in memory, of root. */
  public static TarEntry file(String name, byte[] content, int mode, long modified) {
    return new TarEntry(
        name,
        FILE,
        mode,
        0,
        0,
        modified,
        content.length,
        "",
        () -> new ByteArrayInputStream(content));
  }

  /** This of another owner. */
  public TarEntry owned(long newUser, long newGroup) {
    return new TarEntry(name, type, mode, newUser, newGroup, modified, size, link, content);
  }

  public boolean isFile() {
    return type == FILE;
  }

  public boolean isDirectory() {
    return type == DIRECTORY;
  }
}
