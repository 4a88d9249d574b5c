package io.dockeradvanced.image;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.internal.ReferenceGrammar;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image, read and completed as Docker does it. Immutable.
 *
 * <pre>{@code
 * ImageReference web = ImageReference.parse("shop/web:1.4");
 * web.canonical();                        // docker.io/shop/web:1.4
 * web.familiar();                         // shop/web:1.4
 * web.withDigest(digest).canonical();     // docker.io/shop/web:1.4@sha256:…
 * }</pre>
 *
 * @param domain the registry, such as {@code docker.io} or {@code localhost:5000}; empty for the
 *     few names whose first part looks like a registry and cannot be one, such as {@code a_b.c/d}
 * @param path what the registry calls the repository, such as {@code library/alpine}
 * @param tag such as {@code 3.20}; a name without a tag stays without one
 */
public record ImageReference(
    String domain, String path, Optional<String> tag, Optional<Digest> digest) {
  private static final String HUB = "docker.io";
  private static final String OFFICIAL = "library/";
  private static final String LATEST = "latest";

  /** Checks that the parts make a reference. */
  public ImageReference {
    requireNonNull(tag, "tag is null");
    requireNonNull(digest, "digest is null");
    String written = write(domain, path, tag, digest);
    ReferenceGrammar.Parts parts = ReferenceGrammar.match(written);
    if (parts == null
        || !parts.domain().equals(domain)
        || !parts.path().equals(path)
        || !parts.tag().equals(tag.orElse(""))) {
      throw new InvalidSpec(written, 0, 0, ReferenceGrammar.INVALID);
    }
    ReferenceGrammar.checkLength(written, path);
  }

  /**
   * Reads a reference as people write it: {@code alpine}, {@code shop/web:1.4}, {@code
   * ghcr.io/o/r@sha256:…}, {@code localhost:5000/x}.
   *
   * @throws InvalidSpec in the words of Docker when it is not one
   */
  public static ImageReference parse(String text) {
    ReferenceGrammar.Parts parts = ReferenceGrammar.normalized(text);
    return new ImageReference(
        parts.domain(),
        parts.path(),
        parts.tag().isEmpty() ? Optional.empty() : Optional.of(parts.tag()),
        parts.digest().isEmpty() ? Optional.empty() : Optional.of(Digest.parse(parts.digest())));
  }

  /** Repository with its registry, such as {@code docker.io/library/alpine}. */
  public String name() {
    return domain.isEmpty() ? path : domain + "/" + path;
  }

  /** As {@link #name}, without what goes without saying: {@code alpine}. */
  public String familiarName() {
    if (!domain.equals(HUB)) {
      return name();
    }
    String official = path.startsWith(OFFICIAL) ? path.substring(OFFICIAL.length()) : path;
    return official.indexOf('/') < 0 ? official : path;
  }

  /** All of it, such as {@code docker.io/library/alpine:3.20}. */
  public String canonical() {
    return write(domain, path, tag, digest);
  }

  /** As people write it, such as {@code alpine:3.20}. */
  public String familiar() {
    return write("", familiarName(), tag, digest);
  }

  /** Whether it has neither tag nor digest. */
  public boolean nameOnly() {
    return tag.isEmpty() && digest.isEmpty();
  }

  /** This; with the tag {@code latest} when it has neither tag nor digest. */
  public ImageReference orLatest() {
    return nameOnly() ? withTag(LATEST) : this;
  }

  /** The same name with this tag and this digest, if any. */
  public ImageReference withTag(String newTag) {
    return new ImageReference(domain, path, Optional.of(newTag), digest);
  }

  /** The same name and tag with this digest. */
  public ImageReference withDigest(Digest newDigest) {
    return new ImageReference(domain, path, tag, Optional.of(newDigest));
  }

  /** The name alone. */
  public ImageReference bare() {
    return new ImageReference(domain, path, Optional.empty(), Optional.empty());
  }

  /** The name with the digest alone; the tag, if any, is dropped. Without a digest it is this. */
  public ImageReference pinned() {
    return digest.isEmpty() ? this : new ImageReference(domain, path, Optional.empty(), digest);
  }

  private static String write(
      @Nullable String domain, String path, Optional<String> tag, Optional<Digest> digest) {
    return (domain == null || domain.isEmpty() ? "" : domain + "/")
        + path
        + tag.map(t -> ":" + t).orElse("")
        + digest.map(d -> "@" + d).orElse("");
  }

  /** {@link #familiar()}. */
  @Override
  public String toString() {
    return familiar();
  }
}
