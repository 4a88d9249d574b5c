package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreUrlTest {

  @Test
  void parse_ofSqliteUrls_namesTheFile() {
    assertThat(name("jdbc:sqlite:/var/lib/a.db")).isEqualTo("the state store /var/lib/a.db");
    assertThat(name("jdbc:sqlite:a.db"))
        .isEqualTo("the state store " + Path.of("a.db").toAbsolutePath());
    assertThat(name("jdbc:sqlite:file:/var/a%20b.db")).isEqualTo("the state store /var/a b.db");
    assertThat(name("jdbc:sqlite:file:a.db"))
        .isEqualTo("the state store " + Path.of("a.db").toAbsolutePath());
    assertThat(name("jdbc:sqlite:/a.db?busy_timeout=5")).isEqualTo("the state store /a.db");
  }

  @Test
  void parse_ofOtherUrls_saysWhatToUse() {
    fails("jdbc:mysql://user:hush@db/x", "no state store is known for jdbc:mysql:; use");
    fails("/var/lib/a.db", "no state store is known for a URL that does not begin with jdbc:");
    fails("", "no state store is known for a URL that does not begin with jdbc:");
    fails("jdbc:sqlite:", "a SQLite store needs a file, not jdbc:sqlite:;");
    fails("jdbc:sqlite::memory:", "a SQLite store needs a file, not jdbc:sqlite::memory:;");
    fails("jdbc:sqlite:/a.db?cache=shared", "the state store jdbc:sqlite:/a.db?cache=shared has a");
    fails("jdbc:sqlite:/a\0.db", "the state store jdbc:sqlite:/a\0.db is not a path");
  }

  @Test
  void parse_ofPostgresUrls_namesServerAndDatabaseAlone() {
    assertThat(
            name("jdbc:postgresql://db.example.org:5433/x?user=u&password=hush&sslpassword=hush"))
        .isEqualTo("the state store postgresql://db.example.org:5433/x");
    assertThat(name("jdbc:postgresql://a,b:5433/x"))
        .isEqualTo("the state store postgresql://a,b:5433/x");
    assertThat(name("jdbc:postgresql:x")).isEqualTo("the state store postgresql:x");
    PostgresUrl url =
        PostgresUrl.parse(
            "jdbc:postgresql://h/x?user=a%26b&password=hush%25&&sslpassword=hush&ssl");
    assertThat(url.parameters())
        .containsExactlyInAnyOrderEntriesOf(
            java.util.Map.of("user", "a&b", "password", "hush%", "sslpassword", "hush", "ssl", ""));
    assertThat(url).hasToString("jdbc:postgresql://h/x?user=a&b&password=…&sslpassword=…&ssl=");
    try (StateStore store = StateStore.jdbc("jdbc:postgresql://h/x?password=hush")) {
      assertThat(store).hasToString("the state store postgresql://h/x");
    }
  }

  @Test
  void parse_ofBadPostgresUrls_saysWhatToWriteAndNoSecret() {
    fails(
        "jdbc:postgresql://u:hush@h/x",
        "a URL of a PostgreSQL store names the user as a parameter");
    fails(
        "jdbc:postgresql://h/x?password=hush%",
        "the parameter password of jdbc:postgresql://h/x is");
    fails(
        "jdbc:postgresql://h/x?password=hush&password=hush",
        "the URL jdbc:postgresql://h/x has the");
    assertThatThrownBy(() -> StateStore.jdbc("jdbc:postgresql://h/x?user=u", "v", () -> "hush"))
        .isInstanceOf(StoreFailed.class)
        .hasMessage("the user of the state store postgresql://h/x is given twice, in the URL too");
    assertThatThrownBy(() -> StateStore.jdbc("jdbc:sqlite:/a.db", "v", () -> "hush"))
        .isInstanceOf(StoreFailed.class)
        .hasMessage("only a store at jdbc:postgresql: takes a user and a password");
    assertThat(new Login("u", () -> "hush")).hasToString("u");
  }

  @Test
  void use_ofPostgresUrlWithUnknownParameter_namesIt() {
    try (StateStore store =
        StateStore.jdbc("jdbc:postgresql://h/x?curentSchema=da&password=hush")) {
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageStartingWith(
              "the state store postgresql://h/x has a parameter curentSchema that its driver does not")
          .hasMessageNotContaining("hush");
    }
    try (StateStore store = StateStore.jdbc("jdbc:postgresql://h:port/x?password=hush")) {
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining(
              "has an address that the driver does not take; write jdbc:postgresql://")
          .hasMessageNotContaining("hush");
    }
  }

  @Test
  void use_withoutTheDriver_saysWhatToAdd(@TempDir Path directory) throws Exception {
    assertThat(wordsWithout("sqlite-jdbc", "jdbc:sqlite:" + directory.resolve("a.db")))
        .isEqualTo(
            "a SQLite store needs org.xerial:sqlite-jdbc on the class path; add it,"
                + " or use StateStore.memory()");
    assertThat(wordsWithout("postgresql", "jdbc:postgresql://127.0.0.1:9/x"))
        .isEqualTo(
            "a PostgreSQL store needs org.postgresql:postgresql on the class path; add it,"
                + " or use StateStore.memory()");
    assertThat(wordsWithout("HikariCP", "jdbc:postgresql://127.0.0.1:9/x"))
        .isEqualTo(
            "a PostgreSQL store needs com.zaxxer:HikariCP on the class path; add it,"
                + " or use StateStore.memory()");
  }

  /** What a store says in a program that lacks this library. */
  private static String wordsWithout(String library, String url) throws Exception {
    List<File> path =
        java.util.Arrays.stream(ClassPath.entries())
            .map(File::new)
            .filter(entry -> !entry.getName().startsWith(library))
            .toList();
    assertThat(path).hasSizeLessThan(ClassPath.entries().length);
    URL[] urls = new URL[path.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = path.get(i).toURI().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(StateStore.class.getName());
      Object store = type.getMethod("jdbc", String.class).invoke(null, url);
      InvocationTargetException thrown =
          catchThrowableOfType(
              InvocationTargetException.class,
              () -> type.getMethod("list", String.class).invoke(store, "k"));
      return thrown.getCause().getMessage();
    }
  }

  private static String name(String url) {
    return StoreUrl.parse(url, null, null).name();
  }

  private static void fails(String url, String message) {
    assertThatThrownBy(() -> StateStore.jdbc(url))
        .isInstanceOf(StoreFailed.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("hush");
  }
}
