package io.dockeradvanced.internal.host;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.Redacted;
import java.net.URI;
import java.net.URISyntaxException;

/** The address of an engine as it was given, and how it may be shown. */
public final class HostAddress {
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
        "this is not the address of an engine; write unix:///var/run/docker.sock or ssh://user@host");
  }

  /** Without credentials; of an address by SSH the user stays, since it says which host it is. */
  public static URI shown(URI uri) {
    return uri.getRawUserInfo() == null && uri.getRawAuthority() == null
        ? uri
        : URI.create(redact(uri.toString()));
  }

  /** A name for a host that was given none. */
  public static String name(URI uri) {
    String text = shown(uri).toString();
    return text.startsWith("unix://") ? text.substring("unix://".length()) : text;
  }

  static String redact(String text) {
    return Redacted.address(text);
  }
}
