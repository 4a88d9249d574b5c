package io.dockeradvanced.internal.host;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The address of an engine as it was given, and how it may be shown. */
public final class HostAddress {
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

  private static final String UNIX = "unix://";

  private HostAddress() {}

  /**
   * The text as a URI.
   *
   * @throws InvalidSpec when the text is not a URI with a scheme
   */
  public static URI parse(String text) {
    String trimmed = requireNonNull(text, "uri is null").strip();
    try {
      URI uri = new URI(trimmed);
      if (uri.getScheme() != null && !trimmed.contains("\\")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, without the text that the exception quotes.
    }
    throw new InvalidSpec(
        redact(trimmed),
        0,
        0,
        "this is not the address of an engine; write unix:///var/run/docker.sock");
  }

  /** Without user and password. */
  public static URI shown(URI uri) {
    return uri.getRawUserInfo() == null && uri.getRawAuthority() == null
        ? uri
        : URI.create(redact(uri.toString()));
  }

  /** Whether two addresses are surely those of one engine: unix sockets may have several paths. */
  public static boolean same(String one, String other) {
    return one.equals(other) || canonical(one).equals(canonical(other));
  }

  private static String canonical(String uri) {
    if (!uri.startsWith(UNIX)) {
      return uri;
    }
    try {
      Path socket = Path.of(URI.create(uri).getPath()).toAbsolutePath().normalize();
      Path directory = socket.getParent();
      if (Files.exists(socket)) {
        return UNIX + socket.toRealPath();
      }
      return directory == null || !Files.exists(directory)
          ? UNIX + socket
          : UNIX + directory.toRealPath().resolve(socket.getFileName());
    } catch (IOException | IllegalArgumentException e) {
      return uri; // then only the same text is the same engine
    }
  }

  /** A name for a host that was given none. */
  public static String name(URI uri) {
    String text = shown(uri).toString();
    return text.startsWith(UNIX) ? text.substring(UNIX.length()) : text;
  }

  static String redact(String text) {
    return CREDENTIALS.matcher(text).replaceFirst("//");
  }
}
