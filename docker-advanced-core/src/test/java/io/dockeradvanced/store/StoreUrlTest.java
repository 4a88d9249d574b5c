package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void use_withoutTheDriver_saysWhatToAdd(@TempDir Path directory) throws Exception {
    List<File> path =
        java.util.Arrays.stream(ClassPath.entries())
            .map(File::new)
            .filter(entry -> !entry.getName().startsWith("sqlite-jdbc"))
            .toList();
    assertThat(path).hasSizeLessThan(ClassPath.entries().length);
    URL[] urls = new URL[path.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = path.get(i).toURI().toURL();
    }
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = loader.loadClass(StateStore.class.getName());
      Object store =
          type.getMethod("jdbc", String.class)
              .invoke(null, "jdbc:sqlite:" + directory.resolve("a.db"));
      assertThatThrownBy(() -> type.getMethod("list", String.class).invoke(store, "k"))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessage(
              "a SQLite store needs org.xerial:sqlite-jdbc on the class path; add it,"
                  + " or use StateStore.memory()");
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
