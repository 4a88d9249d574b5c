package io.dockeradvanced.internal.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive from a container becomes files in one place, whatever is in it. */
class UnpackedTest {
  @TempDir Path directory;

  private Path place;
  private Path outside;

  @BeforeEach
  void places() throws IOException {
    place = Files.createDirectory(directory.resolve("place"));
    outside = Files.writeString(directory.resolve("outside"), "mine");
  }

  private static TarEntry file(String name, String content) {
    return TarEntry.file(name, content.getBytes(StandardCharsets.UTF_8), 0640, 1_700_000_000);
  }

  private static TarEntry entry(String name, char type, String link) {
    return new TarEntry(name, type, 0755, 0, 0, 1_700_000_000, 0, link, TarEntry.NONE);
  }

  private static TarEntry directory(String name) {
    return entry(name, TarEntry.DIRECTORY, "");
  }

  private void unpack(TarEntry... entries) throws IOException {
    unpack(TarStream.bytes(List.of(entries)), place.resolve("new"));
  }

  private void unpack(byte[] archive, Path root) throws IOException {
    new Unpacked(root, place).all(new TarReader(new ByteArrayInputStream(archive)));
  }

  @Test
  void tree_isWritten_underItsNewName() throws IOException {
    String deep = "d/" + "long-".repeat(30) + "/ü".repeat(60);
    unpack(
        entry("d/", TarEntry.DIRECTORY, ""),
        new TarEntry("d/closed/", '5', 0500, 0, 0, 1_600_000_000, 0, "", TarEntry.NONE),
        file("d/closed/a", "content"),
        file(deep, "deep"),
        entry("d/link", TarEntry.SYMBOLIC_LINK, "closed/a"),
        entry("d/away", TarEntry.SYMBOLIC_LINK, "/etc/passwd"),
        entry("d/sibling", TarEntry.SYMBOLIC_LINK, "../beside"),
        entry("d/same", TarEntry.HARD_LINK, "d/closed/a"));
    Path root = place.resolve("new");
    assertThat(root.resolve("closed/a")).hasContent("content");
    assertThat(root.resolve(deep.substring(2))).hasContent("deep");
    assertThat(root.resolve("same")).hasContent("content");
    assertThat(Files.readSymbolicLink(root.resolve("link"))).hasToString("closed/a");
    assertThat(Files.readSymbolicLink(root.resolve("away"))).hasToString("/etc/passwd");
    assertThat(Files.readSymbolicLink(root.resolve("sibling"))).hasToString("../beside");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("closed"))))
        .isEqualTo("r-x------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("closed/a"))))
        .isEqualTo("rw-r-----");
    assertThat(Files.getLastModifiedTime(root.resolve("closed")).toMillis())
        .isEqualTo(1_600_000_000_000L);
    Files.setPosixFilePermissions(
        root.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
  }

  /** As {@code docker cp c:/d/. there} does; it does so to a directory of the same name. */
  @Test
  void directory_thatTakesContents_keepsItsModeAndOneOfTheSameNameDoesNot() throws IOException {
    Path there = place.resolve("there");
    Path below = Files.createDirectories(there.resolve("below"));
    for (Path each : List.of(there, below)) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx-----x"));
    }
    unpack(TarStream.bytes(List.of(directory("./"), directory("./below/"))), there);
    assertThat(mode(there)).isEqualTo("rwx-----x");
    assertThat(mode(below)).isEqualTo("rwxr-xr-x");
    assertThat(Files.getLastModifiedTime(there).toMillis()).isGreaterThan(1_700_000_000_000L);
    unpack(TarStream.bytes(List.of(directory("there/"))), there);
    assertThat(mode(there)).isEqualTo("rwxr-xr-x");
    unpack(TarStream.bytes(List.of(directory("./"))), place.resolve("made"));
    assertThat(mode(place.resolve("made"))).isEqualTo("rwxr-xr-x");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "d/../../evil",
        "d/../evil",
        "/evil",
        "e/evil",
        "d//evil",
        "d/./evil",
        "evil",
        "d/..",
        "..",
        "./../evil"
      })
  void name_thatLeadsElsewhere_isRefused(String name) {
    assertThatThrownBy(() -> unpack(directory("d/"), file(name, "x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lies outside of what was asked for");
    nothingOutside();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../..", "a/b", "/", "/d", "../d"})
  void firstName_thatIsNone_isRefused(String name) {
    assertThatThrownBy(() -> unpack(directory(name + "/"), file(name + "/../evil", "x")))
        .isInstanceOf(IOException.class);
    nothingOutside();
  }

  private void nothingOutside() {
    assertThat(outside).hasContent("mine");
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.toList()).containsExactlyInAnyOrder(place, outside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../outside", "a/../../../outside", "../../place2"})
  void link_thatLeadsOutByDots_isRefused(String target) {
    assertThatThrownBy(() -> unpack(directory("d/"), entry("d/l", TarEntry.SYMBOLIC_LINK, target)))
        .hasMessageContaining("is a link that leads out of what is copied");
  }

  @Test
  void file_throughALinkOfTheArchive_isRefused() {
    assertThatThrownBy(
            () ->
                unpack(
                    directory("d/"),
                    entry("d/l", TarEntry.SYMBOLIC_LINK, directory.toString()),
                    file("d/l/outside", "evil")))
        .hasMessageContaining("nothing is written through links");
    nothingOutside();
  }

  @Test
  void file_inPlaceOfALink_replacesTheLink() throws IOException {
    unpack(
        directory("d/"),
        entry("d/l", TarEntry.SYMBOLIC_LINK, outside.toString()),
        file("d/l", "evil"));
    assertThat(Files.isSymbolicLink(place.resolve("new/l"))).isFalse();
    nothingOutside();
  }

  @Test
  void file_throughALinkThatWasThere_isRefused() throws IOException {
    Files.createDirectory(place.resolve("new"));
    Files.createSymbolicLink(place.resolve("new/l"), directory);
    assertThatThrownBy(() -> unpack(directory("d/"), file("d/l/outside", "evil")))
        .hasMessageContaining("nothing is written through links");
    nothingOutside();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../outside", "d/../../outside", "d/none", "d"})
  void hardLink_toWhatIsNotOfTheArchive_isRefused(String target) {
    assertThatThrownBy(() -> unpack(directory("d/"), entry("d/l", TarEntry.HARD_LINK, target)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void hardLink_throughALink_isRefused() {
    assertThatThrownBy(
            () ->
                unpack(
                    directory("d/"),
                    entry("d/l", TarEntry.SYMBOLIC_LINK, directory.toString()),
                    entry("d/h", TarEntry.HARD_LINK, "d/l/outside")))
        .hasMessageContaining("nothing is written through links");
  }

  @ParameterizedTest
  @ValueSource(chars = {'3', '4', '6', 'V'})
  void device_isRefused(char type) {
    assertThatThrownBy(() -> unpack(directory("d/"), entry("d/x", type, "")))
        .hasMessageContaining("is a device or a pipe");
  }

  @Test
  void directory_andFile_doNotTakeEachOthersPlace() throws IOException {
    Files.createDirectories(place.resolve("new/sub"));
    Files.writeString(place.resolve("new/f"), "x");
    assertThatThrownBy(() -> unpack(directory("d/"), file("d/sub", "x")))
        .hasMessageContaining("is a directory, and stays one");
    assertThatThrownBy(() -> unpack(directory("d/"), directory("d/f/")))
        .hasMessageContaining("is no directory, and stays what it is");
  }

  @Test
  void setUserId_isDropped() throws IOException {
    unpack(new TarEntry("d", '0', 06755, 0, 0, 0, 0, "", TarEntry.NONE));
    assertThat(
            (int) Files.getAttribute(place.resolve("new"), "unix:mode", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(0100755);
  }

  @Test
  void archive_cutAnywhere_isRefused() {
    byte[] whole = TarStream.bytes(List.of(directory("d/"), file("d/a", "content")));
    for (int length = 0; length < whole.length - 1024; length += 100) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> unpack(cut, place.resolve("new")))
          .as("after %d bytes", length)
          .isInstanceOf(IOException.class);
    }
  }

  /** Any bytes are read or refused in words, in bounded memory. */
  @Property(tries = 300)
  void reader_anyBytes_endOrAreRefused(@ForAll @Size(max = 3000) byte[] bytes) {
    assertThatCode(
            () -> {
              TarReader reader = new TarReader(new ByteArrayInputStream(bytes));
              try {
                while (reader.next() != null) {}
              } catch (IOException e) {
                assertThat(e).hasMessageContaining("the archive");
              }
            })
        .doesNotThrowAnyException();
  }

  @Property(tries = 100)
  void reader_whatTheStreamWrote_isRead(@ForAll List<@Size(max = 1200) byte[]> contents)
      throws IOException {
    List<TarEntry> entries = new ArrayList<>();
    for (byte[] content : contents) {
      entries.add(
          TarEntry.file("ö".repeat(entries.size() * 20 + 1), content, 0644, 5)
              .owned(3_000_000_000L, entries.size()));
    }
    TarReader reader = new TarReader(new ByteArrayInputStream(TarStream.bytes(entries)));
    for (TarEntry entry : entries) {
      TarEntry read = reader.next();
      assertThat(read.name()).isEqualTo(entry.name());
      assertThat(read.user()).isEqualTo(3_000_000_000L);
      assertThat(read.group()).isEqualTo(entry.group());
      assertThat(read.content().open().readAllBytes())
          .isEqualTo(entry.content().open().readAllBytes());
    }
    assertThat(reader.next()).isNull();
  }
}
