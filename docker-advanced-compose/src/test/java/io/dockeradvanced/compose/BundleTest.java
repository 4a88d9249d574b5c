package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stacks out of archives, and archives that are up to no good. */
class BundleTest {
  private static final Map<String, String> SHOP =
      Map.of(
          "compose.yaml",
              """
              include: [parts/db.yaml]
              services:
                web:
                  extends: {file: base/base.yaml, service: web}
                  image: "web:${TAG}"
                  env_file: web.env
              """,
          "compose.override.yaml", "services: {web: {user: me}}",
          "base/base.yaml", "services: {web: {hostname: h, env_file: own.env}}",
          "base/own.env", "OWN=1\nBOTH=own\n",
          "parts/db.yaml", "services: {db: {image: 'db:${DB}'}}",
          "parts/.env", "DB=16\n",
          "web.env", "BOTH=web\n",
          ".env", "TAG=1.4\n",
          "conf/site.conf", "bytes");

  @TempDir Path directory;

  private static StackSource bundle(byte[] archive) {
    return StackSource.bundle(new ByteArrayInputStream(archive)).name("shop");
  }

  private static void isShop(ComposeProject shop) {
    ServiceSpec web = shop.services().get("web");
    assertThat(web.image()).isEqualTo("web:1.4");
    assertThat(web.environment()).containsEntry("OWN", "1").containsEntry("BOTH", "web");
    assertThat(shop.toJson()).contains("\"user\": \"me\"", "\"hostname\": \"h\"");
    assertThat(shop.services().get("db").image()).isEqualTo("db:16");
    assertThat(shop.workingDirectory()).isEmpty();
    assertThat(shop.configFiles()).isEmpty();
  }

  private static Map<String, String> below(String folder) {
    Map<String, String> files = new LinkedHashMap<>();
    SHOP.forEach((name, text) -> files.put(folder + "/" + name, text));
    return files;
  }

  @Test
  void bundle_ofEachKind_isLoadedWithItsFiles() {
    isShop(bundle(Archives.zip(SHOP)).load());
    isShop(bundle(Archives.tar(SHOP)).load());
    isShop(bundle(Archives.gzip(Archives.tar(SHOP))).load());
    isShop(bundle(Archives.zip(below("shop-1.4"))).load());
    isShop(bundle(Archives.gzip(Archives.tar(below("./shop")))).load());
  }

  @Test
  void bundle_ofAFile_isCalledAfterItAndLoadedAgain() throws IOException {
    Path file = Files.write(directory.resolve("My-Shop.tar.gz"), Archives.gzip(Archives.tar(SHOP)));
    StackSource source = StackSource.bundle(file);
    assertThat(source.load().name()).isEqualTo("my-shop");
    isShop(source.load());
    Path inside = Files.write(directory.resolve("x.zip"), Archives.zip(below("inner")));
    assertThat(StackSource.bundle(inside).load().name()).isEqualTo("inner");
    assertThat(StackSource.bundle(inside).load().where("services.db.image"))
        .contains(inside + "/inner/parts/db.yaml:1:17");
  }

  @Test
  void bundle_aStream_isReadOnceAndKept() {
    StackSource source = bundle(Archives.zip(SHOP));
    isShop(source.load());
    isShop(source.variable("UNUSED", "1").load());
    assertThatThrownBy(
            () -> StackSource.bundle(new ByteArrayInputStream(Archives.zip(SHOP))).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("The stack has no name");
  }

  @Test
  void bundle_file_isReadOutOfTheBundleOnly() {
    ComposeProject shop = bundle(Archives.zip(SHOP)).workingDirectory(Path.of("/srv/shop")).load();
    assertThat(shop.file("/srv/shop/conf/site.conf"))
        .isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
    assertThat(shop.workingDirectory()).contains(Path.of("/srv/shop"));
    assertThatThrownBy(() -> shop.file("/etc/passwd"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage(
            "/etc/passwd: The file lies outside of the bundle, which reads only what is in it.");
    assertThatThrownBy(() -> shop.file("/srv/shop/none")).hasMessageContaining("does not exist");
  }

  @Test
  void bundle_whatItsFilesName_isReadOutOfIt() {
    Map<String, String> files =
        Map.of(
            "compose.yaml",
            """
            include: [parts/db.yaml]
            services: {web: {extends: {file: base/base.yaml, service: web}}}
            secrets: {own: {file: own.txt}}
            """,
            "base/base.yaml",
            "services: {web: {build: src, label_file: l, secrets: [own], develop: {watch: "
                + "[{path: w, action: rebuild}]}}}",
            "base/l",
            "from=base",
            "parts/db.yaml",
            """
            services: {db: {image: d, label_file: l, secrets: [s], configs: [c]}}
            secrets: {s: {environment: PASSWORD}}
            configs: {c: {file: c.txt}}
            """,
            "parts/.env",
            "PASSWORD=hunter2",
            "parts/l",
            "from=parts",
            "parts/c.txt",
            "config",
            "own.txt",
            "secret");
    ComposeProject shop = bundle(Archives.zip(files)).load();
    ServiceSpec web = shop.services().get("web");
    assertThat(web.labels()).containsEntry("from", "base");
    assertThat(web.build().orElseThrow().context()).endsWith("/base/src");
    assertThat(web.watch().get(0).path()).endsWith("/base/w");
    assertThat(shop.services().get("db").labels()).containsEntry("from", "parts");
    assertThat(shop.secrets().get("s").content()).contains("hunter2");
    assertThat(shop.toJson() + shop).doesNotContain("hunter2");
    assertThat(shop.file(shop.configs().get("c").file())).asString().isEqualTo("config");
    assertThat(shop.file(shop.secrets().get("own").file())).asString().isEqualTo("secret");
    assertThat(shop.file("parts/c.txt")).asString().isEqualTo("config");
    assertThat(bundle(Archives.zip(files)).variable("PASSWORD", "outer").load().secrets().get("s"))
        .satisfies(secret -> assertThat(secret.content()).contains("outer"));
  }

  @Test
  void secret_ofAnIncludedFile_whoseSourceIsReplaced_hasNothingOfTheOldOne() {
    Map<String, String> files =
        Map.of(
            "compose.yaml",
            "include: [parts/db.yaml]",
            "compose.override.yaml",
            "secrets: {s: !override {file: s.txt}, t: {environment: NOBODY}}",
            "parts/db.yaml",
            """
            services: {db: {image: d, secrets: [s, t]}}
            secrets: {s: {environment: PASSWORD}, t: {environment: PASSWORD}}
            """,
            "parts/.env",
            "PASSWORD=hunter2");
    ComposeProject shop = bundle(Archives.zip(files)).load();
    assertThat(shop.secrets().get("s").content()).isEmpty();
    assertThat(shop.secrets().get("t").content()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "include: [/etc/hostname]                   | lies outside of the bundle",
        "include: [../../../etc/hostname]           | lies outside of the bundle",
        "services: {a: {image: x, env_file: /etc/hostname}}    | lies outside of the bundle",
        "services: {a: {image: x, label_file: /etc/hostname}}  | lies outside of the bundle",
        "services: {a: {extends: {file: ../x, service: y}}}     | lies outside of the bundle",
        "services: {a: {image: x, volumes: ['./d:/d']}} | The path ./d is relative, but what lies in a bundle cannot be mounted",
        "services: {a: {image: x, volumes: ['../d:/d']}} | The path ../d is relative, but",
        "include: [none.yaml]                       | <bundle>/compose.yaml:1:11: The file",
        "services: {a: {imagee: x}}                 | <bundle>/compose.yaml:1:16: services.a.imagee",
      })
  void bundle_whatItCannotDo_isRefused(String yaml, String message) {
    byte[] archive = Archives.zip(Map.of("compose.yaml", yaml));
    assertThatThrownBy(() -> bundle(archive).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(message);
  }

  @Test
  void bundle_relativeMounts_beginAtTheWorkingDirectory() {
    Map<String, String> files =
        Map.of(
            "compose.yaml",
            "services: {a: {image: x, volumes: ['./d:/d'], env_file: e.env}}",
            "e.env",
            "A=1");
    ComposeProject project =
        bundle(Archives.zip(files)).workingDirectory(Path.of("/srv/shop")).load();
    assertThat(project.services().get("a").mounts().get(0).source()).isEqualTo("/srv/shop/d");
    assertThat(project.services().get("a").environment()).containsEntry("A", "1");
  }

  @Test
  void bundle_composeFileOfItsEnvFile_isObeyedInside() {
    Map<String, String> files =
        Map.of(
            ".env",
            "COMPOSE_FILE=one.yaml:two.yaml",
            "one.yaml",
            "services: {a: {image: x}}",
            "two.yaml",
            "services: {a: {user: me}}");
    assertThat(bundle(Archives.zip(files)).load().toJson()).contains("\"user\": \"me\"");
    assertThatThrownBy(
            () -> bundle(Archives.zip(Map.of(".env", "COMPOSE_FILE=/etc/hostname"))).load())
        .hasMessageContaining("lies outside of the bundle");
  }

  @Test
  void bundle_linksThatStayInside_areFollowed() {
    byte[] tar =
        new Archives()
            .directory("real/")
            .file("real/compose.yaml", "services: {a: {image: x, env_file: e.env}}")
            .file("real/common.env", "A=1")
            .link("real/e.env", "common.env")
            .link("compose.yaml", "real/compose.yaml")
            .link("e.env", "real/../real/e.env")
            .entry('1', "real/hard.env", "real/common.env", new byte[0])
            .bytes();
    assertThat(bundle(tar).load().services().get("a").environment()).containsEntry("A", "1");
  }

  @Test
  void bundle_longNames_areUnderstood() {
    String folder = "f".repeat(90) + "/" + "g".repeat(90);
    byte[] gnu =
        new Archives()
            .file("compose.yaml", "include: [" + folder + "/c.yaml]")
            .entry(
                'L', "././@LongLink", "", (folder + "/c.yaml\0").getBytes(StandardCharsets.UTF_8))
            .file("cut", "services: {a: {image: x}}")
            .bytes();
    assertThat(bundle(gnu).load().services()).containsKey("a");
    String record = " path=" + folder + "/c.yaml\n";
    String pax = (record.length() + 3) + record;
    byte[] posix =
        new Archives()
            .file("compose.yaml", "include: [" + folder + "/c.yaml]")
            .entry('g', "pax_global", "", "12 comment=a\n".getBytes(StandardCharsets.UTF_8))
            .entry('x', "pax", "", pax.getBytes(StandardCharsets.UTF_8))
            .file("cut", "services: {a: {image: x}}")
            .bytes();
    assertThat(bundle(posix).load().services()).containsKey("a");
  }

  private static void refused(byte[] archive, String message) {
    assertThatThrownBy(() -> bundle(archive).load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageStartingWith("<bundle>: ")
        .hasMessageContaining(message);
  }

  @Test
  void bundle_namesThatLeadOut_areRefused() {
    for (String name : List.of("../x", "a/../../x", "..", "a/..")) {
      refused(Archives.zip(Map.of(name, "x")), "which leads out of it");
      refused(new Archives().file(name, "x").bytes(), "which leads out of it");
    }
    for (String name : List.of("/etc/x", "C:/x", "//x")) {
      refused(Archives.zip(Map.of(name, "x")), "has the absolute path");
      refused(new Archives().file(name, "x").bytes(), "has the absolute path");
    }
    for (String name : List.of("a\\..\\b", "a\nb", "x".repeat(2000))) {
      refused(Archives.zip(Map.of(name, "x")), "a name in it that no file should have");
    }
  }

  /** Whose size nothing would count: not the files, for links are none. */
  @Test
  void bundle_linksOfAnyLength_areRefused() {
    String far = "a/".repeat(50_000) + "a";
    refused(Archives.zipWithLink(Map.of("l", far)), "leads to no place");
    // A record of pax begins with its own length in bytes.
    String record = " linkpath=" + far + "\n";
    byte[] pax = (record.length() + 6 + record).getBytes(StandardCharsets.UTF_8);
    refused(
        new Archives().entry('x', "p", "", pax).link("l", "short").bytes(), "leads to no place");
  }

  @Test
  void bundle_directoriesWithoutEnd_areRefused() {
    String deep = "d/".repeat(70);
    refused(Archives.zip(Map.of(deep + "f", "x")), "more than 64 directories deep");
  }

  @Test
  void bundle_linksThatLeadOut_areRefused() {
    for (String target : List.of("/etc/passwd", "..", "../../x", "a/../../x", "")) {
      refused(new Archives().link("l", target).bytes(), "which leads out of it");
      refused(Archives.zipWithLink(Map.of("l", target)), "which leads out of it");
    }
    refused(new Archives().link("d", "./e").link("d", "./f").bytes(), "in it twice");
    refused(new Archives().entry('1', "h", "../x", new byte[0]).bytes(), "which leads out of it");
    refused(new Archives().entry('1', "h", "none", new byte[0]).bytes(), "not what it leads to");
  }

  @Test
  void bundle_chainOfLinks_neverLeavesTheBundle() {
    byte[] tar =
        new Archives()
            .directory("a/b/")
            .link("a/b/up", "..")
            .link("l", "a/b/up/../../../../etc/hostname")
            .bytes();
    refused(tar, "which leads out of it");
    byte[] inner =
        new Archives()
            .directory("a/b/")
            .link("s", "a/b")
            .link("a/out", "../s/../../../etc/hostname")
            .file("compose.yaml", "include: [a/out]")
            .bytes();
    assertThatThrownBy(() -> bundle(inner).load()).isInstanceOf(InvalidSpec.class);
    byte[] loop =
        new Archives().link("a", "b").link("b", "a").file("compose.yaml", "include: [a]").bytes();
    assertThatThrownBy(() -> bundle(loop).load()).hasMessageContaining("does not exist");
  }

  @Test
  void bundle_tooMuchOfAnything_isRefused() {
    Archives many = new Archives();
    for (int i = 0; i <= 10_000; i++) {
      many.directory("d" + i);
    }
    refused(Archives.gzip(many.bytes()), "more than 10000 entries");
    String eight = "0".repeat(8 << 20);
    Map<String, String> bomb = new LinkedHashMap<>();
    Archives tar = new Archives();
    for (int i = 0; i < 9; i++) {
      bomb.put("f" + i, eight);
      tar.file("f" + i, eight);
    }
    refused(Archives.zip(bomb), "have more than 64 MiB");
    refused(Archives.gzip(tar.bytes()), "have more than 64 MiB");
    refused(new byte[(64 << 20) + 1], "is larger than 64 MiB");
    byte[] header = "30 size=9999999999999\n".getBytes(StandardCharsets.UTF_8);
    header[0] = '2';
    header[1] = '2';
    refused(
        new Archives().entry('x', "p", "", header).file("f", "x").bytes(), "have more than 64 MiB");
  }

  @Test
  void bundle_thatIsNoArchive_isRefused() {
    refused(new byte[0], "is no zip, tar or tar.gz archive");
    refused("services: {}".getBytes(StandardCharsets.UTF_8), "is no zip, tar or tar.gz archive");
    byte[] zip = Archives.zip(SHOP);
    for (int cut : List.of(3, 40, zip.length / 2, zip.length - 1)) {
      refused(java.util.Arrays.copyOf(zip, cut), "is no zip, tar or tar.gz archive");
    }
    byte[] tar = Archives.gzip(Archives.tar(SHOP));
    for (int cut : List.of(5, tar.length / 2)) {
      refused(java.util.Arrays.copyOf(tar, cut), "is no zip, tar or tar.gz archive");
    }
    refused(new Archives().entry('3', "dev", "", new byte[0]).bytes(), "a device or pipe in it");
    refused(Archives.zip(Map.of("readme", "x")), "There is no compose.yaml at the top");
    assertThatThrownBy(() -> StackSource.bundle(directory.resolve("none.zip")).load())
        .hasMessageContaining("The bundle does not exist.");
  }
}
