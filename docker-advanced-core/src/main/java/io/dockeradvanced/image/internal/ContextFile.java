package io.dockeradvanced.image.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a build's context.
 *
 * @param name in the archive, with slashes; directories end with one
 * @param type of tar: {@code 0} file, {@code 1} hard link, {@code 2} symbolic link, {@code 5}
 *     directory, {@code 6} named pipe
 * @param mode the permissions
 * @param link where a link goes; empty for others
 * @param file what is read; null when the content is {@code made}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ContextFile(
    String name,
    char type,
    int mode,
    long modified,
    long size,
    String link,
    @Nullable Path file,
    byte @Nullable [] made) {

  /** A file that is not on the disk. */
  static ContextFile made(String name, byte[] content) {
    return new ContextFile(name, '0', 0600, 0, content.length, "", null, content);
  }
}
