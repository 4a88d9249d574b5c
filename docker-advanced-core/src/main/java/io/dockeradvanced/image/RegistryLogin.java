package io.dockeradvanced.image;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** What one proves oneself with to a registry. Its text never shows the secret. */
public final class RegistryLogin {
  /** What the secret is. */
  public enum Kind {
    /** A password, or an access token used as one. */
    PASSWORD,
    /** A refresh token, with which the token server gives out tokens. */
    IDENTITY_TOKEN,
    /** A token that the registry takes as it is. */
    REGISTRY_TOKEN
  }

  private final Kind kind;
  private final String user;
  private final String secret;

  private RegistryLogin(Kind kind, String user, String secret) {
    this.kind = kind;
    this.user = requireNonNull(user, "user is null");
    this.secret = requireNonNull(secret, "secret is null");
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the secret is empty");
    }
  }

  /** A user with a password, or with an access token in its place. */
  public static RegistryLogin password(String user, String password) {
    if (user.indexOf(':') >= 0) {
      throw new IllegalArgumentException("the name of the user has a colon in it");
    }
    return new RegistryLogin(Kind.PASSWORD, user, password);
  }

  /** A refresh token, as {@code docker login} keeps it for some registries. */
  public static RegistryLogin identityToken(String token) {
    return new RegistryLogin(Kind.IDENTITY_TOKEN, "", token);
  }

  /**
   * A token that the registry itself takes.
   *
   * @throws IllegalArgumentException when there is more in it than a token can have, such as the
   *     end of a line
   */
  public static RegistryLogin registryToken(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      // Not quoted: it is the secret.
      throw new IllegalArgumentException("the token has a space, a line end or the like in it");
    }
    return new RegistryLogin(Kind.REGISTRY_TOKEN, "", token);
  }

  /** What the secret is. */
  public Kind kind() {
    return kind;
  }

  /** The user; empty with tokens. */
  public String user() {
    return user;
  }

  /** The secret itself; never print it. */
  public String secret() {
    return secret;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RegistryLogin login
        && kind == login.kind
        && user.equals(login.user)
        && secret.equals(login.secret);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * kind.hashCode() + user.hashCode()) + secret.hashCode();
  }

  /** The user or the kind of token, without the secret. */
  @Override
  public String toString() {
    return switch (kind) {
      case PASSWORD -> "user " + user;
      case IDENTITY_TOKEN -> "an identity token";
      case REGISTRY_TOKEN -> "a registry token";
    };
  }
}
