package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabDocker;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is copied lies where the docker command would have put it, with the same mode and owner. */
@Lab
class CopyIT {
  private static final String TREE =
      "exec 2>&1; cd /; set -- %s; find \"$@\" -exec stat -c '%%N %%a %%u:%%g %%F %%s' {} \\; | sort;"
          + " find \"$@\" -type f -exec md5sum {} + | sort";

  @Engine LabEngine lab;
  @TempDir Path directory;

  private DockerHost host;
  private Containers containers;
  private final List<String> names = new ArrayList<>();

  @BeforeEach
  void connect() throws IOException {
    host = DockerHost.connect(lab.uri());
    containers = Containers.on(host);
    Path tree =
        Files.createDirectories(directory.resolve("tree/sub/empty")).getParent().getParent();
    Files.writeString(tree.resolve("a"), "content of a");
    Files.writeString(tree.resolve("sub/run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        tree.resolve("sub/run.sh"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createSymbolicLink(tree.resolve("sub/up"), Path.of("../a"));
    Files.createSymbolicLink(tree.resolve("away"), Path.of("/etc/passwd"));
    Files.createLink(tree.resolve("sub/same"), tree.resolve("a"));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("tree/a"));
    Files.writeString(directory.resolve("a name with ü and spaces"), "x");
  }

  @AfterEach
  void clean() {
    names.forEach(name -> containers.remove(name, RemoveOptions.defaults().force(true)));
    host.close();
  }

  private String container() {
    String name = lab.uniqueName("cp");
    lab.docker()
        .createContainerCmd("docker-advanced-lab/busybox:1")
        .withName(name)
        .withCmd("sleep", "1000")
        .withHostConfig(com.github.dockerjava.api.model.HostConfig.newHostConfig().withInit(true))
        .exec();
    names.add(name);
    containers.start(name);
    reset(name);
    return name;
  }

  private void reset(String name) {
    containers.exec(
        name,
        Exec.command(
            "sh",
            "-c",
            "rm -rf /there /links /file /new* /nowhere /tree /a /a* /sub /link /away;"
                + " mkdir -p /there /links; echo old >/file; ln -s /there /links/dir;"
                + " ln -s ../file /links/file; ln -s /nowhere /links/dangling"));
  }

  private String seen(String container) {
    return containers
        .exec(container, Exec.command("sh", "-c", TREE.formatted("there file links new* a tree")))
        .text();
  }

  private int docker(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(LabDocker.command(), "-H", lab.uri()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).directory(directory.toFile()).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  /** Source and path; both tools, each in a container of its own. */
  @Test
  void copyIn_everyKindOfSourceAndPlace_isAsWithTheDockerCommand() throws Exception {
    String theirs = container();
    String ours = container();
    for (String source :
        List.of("tree", "tree/.", "tree/a", "link", "tree/sub", "a name with ü and spaces")) {
      for (String path :
          List.of(
              "/there",
              "/there/",
              "/there/.",
              "/new",
              "/new/",
              "/file",
              "/links/dir",
              "/links/file",
              "/links/dangling",
              "/gone/deep",
              "/",
              "there",
              "/there/../new2")) {
        reset(theirs);
        reset(ours);
        boolean copied = docker("cp", source, theirs + ":" + path) == 0;
        boolean done;
        try {
          containers.copyIn(
              ours,
              directory.resolve(source.replace("/.", "")).resolve(source.endsWith("/.") ? "." : ""),
              path);
          done = true;
        } catch (DockerAdvancedException e) {
          done = false;
        }
        assertThat(done).as("docker cp %s to %s works", source, path).isEqualTo(copied);
        assertThat(seen(ours)).as("docker cp %s to %s", source, path).isEqualTo(seen(theirs));
      }
    }
  }

  /** What something is put into has the time of that. */
  private static boolean isTouched(Path root, Path path) {
    return path.equals(root) || path.equals(root.resolve("into"));
  }

  private static List<String> local(Path root) throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<String> lines = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        boolean link = Files.isSymbolicLink(path);
        lines.add(
            root.relativize(path)
                + " "
                + (link
                    ? "-> " + Files.readSymbolicLink(path)
                    : PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                        + " "
                        + (isTouched(root, path)
                            ? ""
                            : Files.getLastModifiedTime(path).toMillis() / 1000)
                        + (Files.isRegularFile(path) ? " " + Files.readString(path) : "")));
      }
      return lines;
    }
  }

  @Test
  void copyOut_everyKindOfSourceAndPlace_isAsWithTheDockerCommand() throws Exception {
    String container = container();
    containers.copyIn(container, directory.resolve("tree"), "/there");
    for (String path :
        List.of(
            "/there",
            "/there/",
            "/there/.",
            "/file",
            "/links",
            "/links/file",
            "/links/dir",
            "/links/dir/",
            "/there/tree/sub",
            "there/tree/a",
            "/gone",
            "/there/../file")) {
      for (String target : List.of("into", "new", "file", "gone/deep", "linked")) {
        Path theirs = place("theirs");
        Path ours = place("ours");
        boolean copied =
            docker("cp", container + ":" + path, theirs.resolve(target).toString()) == 0;
        boolean done;
        try {
          containers.copyOut(container, path, ours.resolve(target));
          done = true;
        } catch (DockerAdvancedException e) {
          if (String.valueOf(e.getMessage())
              .contains("is a link that leads out of what is copied")) {
            continue; // The docker command makes such a link; we mean not to.
          }
          done = false;
        }
        assertThat(done).as("docker cp %s to %s works", path, target).isEqualTo(copied);
        assertThat(local(ours)).as("docker cp %s to %s", path, target).isEqualTo(local(theirs));
      }
    }
  }

  private Path place(String name) throws IOException {
    Path place = directory.resolve(name);
    if (Files.exists(place)) {
      LabFiles.delete(place);
    }
    Files.createDirectories(place.resolve("into/there"));
    for (String directory : List.of("into", "into/there")) {
      Files.setPosixFilePermissions(
          place.resolve(directory), PosixFilePermissions.fromString("rwx--x--x"));
    }
    Files.writeString(place.resolve("file"), "old");
    Files.createSymbolicLink(place.resolve("linked"), Path.of("into"));
    for (Path path :
        List.of(place.resolve("into/there"), place.resolve("into"), place.resolve("file"), place)) {
      Files.setLastModifiedTime(
          path, java.nio.file.attribute.FileTime.fromMillis(1_600_000_000_000L));
    }
    return place;
  }

  @Test
  void archive_inAndOut_isTheSame() throws Exception {
    String container = container();
    containers.copyIn(container, directory.resolve("tree"), "/there");
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    assertThat(containers.copyOut(container, "/there/tree", archive, CopyOptions.defaults()))
        .isEqualTo(archive.size());
    containers.copyIn(
        container,
        new ByteArrayInputStream(archive.toByteArray()),
        "/links",
        CopyOptions.defaults().containerOwner(true));
    assertThat(containers.exec(container, Exec.command("cat", "/links/tree/sub/run.sh")).text())
        .isEqualTo("#!/bin/sh\n");
  }

  @Test
  void copy_whatALinkLeadsTo_whenAsked() throws Exception {
    String container = container();
    CopyOptions follow = CopyOptions.defaults().followLink(true);
    containers.copyIn(container, directory.resolve("link"), "/new", follow);
    assertThat(
            containers
                .exec(container, Exec.command("sh", "-c", "test ! -L /new && cat /new"))
                .text())
        .isEqualTo("content of a");
    Path out = containers.copyOut(container, "/links/file", directory.resolve("out"), follow);
    assertThat(Files.isSymbolicLink(out)).isFalse();
    assertThat(out).hasContent("old\n");
  }

  /** More than is ever in memory: the test runs with what Maven gives it. */
  @Test
  void copy_ofALargeFile_comesBackUnchanged() throws Exception {
    String container = container();
    Path big = directory.resolve("big");
    byte[] piece = new byte[1 << 20];
    new java.util.Random(1).nextBytes(piece);
    try (var out = Files.newOutputStream(big)) {
      for (int i = 0; i < 200; i++) {
        out.write(piece);
      }
    }
    containers.copyIn(container, big, "/there");
    Path back = containers.copyOut(container, "/there/big", directory.resolve("back"));
    assertThat(Files.mismatch(big, back)).isEqualTo(-1);
  }

  @Test
  void copyOut_ofWhatIsNoFile_isRefusedInWords() {
    String container = container();
    containers.exec(container, Exec.command("mkfifo", "/there/pipe"));
    assertThatThrownBy(() -> containers.copyOut(container, "/there", directory.resolve("n")))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("device or a pipe");
    assertThatThrownBy(() -> containers.copyOut(container, "/gone", directory.resolve("n")))
        .isInstanceOf(EngineRejected.class);
    assertThatThrownBy(() -> containers.copyIn("nobody-there", directory.resolve("tree"), "/"))
        .isInstanceOf(EngineRejected.class)
        .hasMessageContaining("nobody-there");
    assertThatThrownBy(() -> containers.copyIn(container, directory.resolve("gone"), "/"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("there is no such file here");
  }
}
