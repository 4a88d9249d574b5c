package io.dockeradvanced.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC URL of a store: {@code jdbc:sqlite:PATH} or {@code jdbc:sqlite:file:URI}, both with {@code
 * ?busy_timeout=MILLIS} if wanted, or {@code jdbc:postgresql:…} as its driver takes it.
 */
final class StoreUrl {
  static final Duration BUSY = Duration.ofSeconds(10);
  private static final String SQLITE = "jdbc:sqlite:";
  private static final String TIMEOUT = "busy_timeout=";
  private static final String USE = "use jdbc:sqlite:PATH or jdbc:postgresql://HOST/DATABASE";

  private StoreUrl() {}

  /**
   * The database behind a URL.
   *
   * @param clock tells the time; null for the clock that suits the database
   * @param login who connects; null when the URL or the environment says it
   */
  static Database parse(String url, @Nullable Clock clock, @Nullable Login login) {
    if (url.startsWith(PostgresUrl.PREFIX)) {
      PostgresUrl parsed = PostgresUrl.parse(url);
      return new Postgres(new PostgresConnector(parsed, login), clock);
    }
    if (login != null) {
      throw new StoreFailed("only a store at jdbc:postgresql: takes a user and a password", null);
    }
    return sqlite(url, clock == null ? Clock.systemUTC() : clock);
  }

  private static Database sqlite(String url, Clock clock) {
    if (!url.startsWith(SQLITE)) {
      // Only the scheme: there may be a password further on.
      throw new StoreFailed("no state store is known for " + scheme(url) + "; " + USE, null);
    }
    String rest = url.substring(SQLITE.length());
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    if (path.isEmpty() || path.contains(":memory:")) {
      throw new StoreFailed(
          "a SQLite store needs a file, not "
              + url
              + "; use jdbc:sqlite:PATH, or StateStore.memory() for one that is not kept",
          null);
    }
    return new Sqlite(
        path(path, url), question < 0 ? BUSY : timeout(rest.substring(question + 1), url), clock);
  }

  private static Path path(String path, String url) {
    try {
      if (!path.startsWith("file:")) {
        return Path.of(path);
      }
      URI uri = URI.create(path);
      // file:relative/path has no path in the sense of URI
      return uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(uri);
    } catch (IllegalArgumentException e) {
      throw new StoreFailed("the state store " + url + " is not a path: " + e.getMessage(), e);
    }
  }

  private static Duration timeout(String query, String url) {
    if (query.matches(TIMEOUT + "\\d{1,7}")) {
      return Duration.ofMillis(Long.parseLong(query.substring(TIMEOUT.length())));
    }
    throw new StoreFailed(
        "the state store "
            + url
            + " has a parameter that is not known; only ?busy_timeout=MILLIS is",
        null);
  }

  private static String scheme(String url) {
    String[] parts = url.split(":", 3);
    return parts.length < 3 || !parts[0].equals("jdbc")
        ? "a URL that does not begin with jdbc:"
        : parts[0] + ":" + parts[1] + ":";
  }
}
