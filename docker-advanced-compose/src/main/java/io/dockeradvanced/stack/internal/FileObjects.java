package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.FileMountSpec;
import io.dockeradvanced.compose.FileObjectSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.CopyFiles;
import io.dockeradvanced.operation.Data;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The configs and secrets of a service, as Docker Compose carries them out: one with a file is a
 * bind mount, any other is put into the container before it starts. So is one whose file lies in a
 * bundle, for no engine could mount that.
 */
final class FileObjects {
  private static final int DEFAULT_MODE = 0444;
  private static final long LARGEST_ID = 0xFFFFFFFEL;

  private final ComposeProject project;
  private final Checks checks;
  private final ServiceSpec service;
  private final String at;
  private final Map<String, Data> mounts = new LinkedHashMap<>();
  private final List<Data> copies = new ArrayList<>();
  private final List<String> hidden = new ArrayList<>();
  private final Set<String> taken = new TreeSet<>();

  private FileObjects(ComposeProject project, Checks checks, ServiceSpec service) {
    this.project = project;
    this.checks = checks;
    this.service = service;
    this.at = "services." + service.name();
    service.mounts().forEach(mount -> taken.add(mount.target()));
  }

  /** Looks at those of a service; what cannot be carried out goes to the checks. */
  static FileObjects of(ComposeProject project, Checks checks, ServiceSpec service) {
    FileObjects files = new FileObjects(project, checks, service);
    files.all("secrets", service.secrets(), project.secrets(), "/run/secrets/");
    files.all("configs", service.configs(), project.configs(), "/");
    return files;
  }

  /** The body of a create call with the mounts. */
  Data mounted(Data body) {
    if (mounts.isEmpty()) {
      return body;
    }
    Data host = body.object("HostConfig");
    List<Data> all = new ArrayList<>(host.objects("Mounts"));
    all.addAll(mounts.values());
    return body.with("HostConfig", host.with("Mounts", all));
  }

  /** Paths in the container at which something is mounted. */
  Set<String> targets() {
    return mounts.keySet();
  }

  /** Files that are put into the container. */
  List<Data> copies() {
    return List.copyOf(copies);
  }

  /** Contents of secrets, which nobody is told. */
  List<String> hidden() {
    return List.copyOf(hidden);
  }

  private void all(
      String section,
      List<FileMountSpec> files,
      Map<String, FileObjectSpec> objects,
      String directory) {
    for (int i = 0; i < files.size(); i++) {
      FileMountSpec file = files.get(i);
      FileObjectSpec object = objects.get(file.source());
      String place = at + "." + section + "[" + i + "]";
      if (object != null && isPossible(object)) {
        one(section, place, file, object, target(file, directory));
      }
    }
  }

  private static String target(FileMountSpec file, String directory) {
    String name = file.target().isEmpty() ? file.source() : file.target();
    return name.startsWith("/") ? name : directory + name;
  }

  /** What only Swarm has is refused already. */
  private static boolean isPossible(FileObjectSpec object) {
    return !object.external() && object.driver().isEmpty() && object.templateDriver().isEmpty();
  }

  private void one(
      String section, String place, FileMountSpec file, FileObjectSpec object, String target) {
    String what = section.substring(0, section.length() - 1);
    if (!object.environment().isEmpty() && object.content().isEmpty()) {
      checks.problem(
          section + "." + object.key() + ".environment",
          "the variable %s that %s %s needs is not set",
          object.environment(),
          what,
          object.key());
      return;
    }
    if (object.file().isEmpty()) {
      copy(section, place, file, target, bytes(object.content().orElse("")));
    } else if (object.file().startsWith("/") && !project.isBundled(object.file())) {
      mount(section, place, file, object, target);
    } else {
      read(section, object).ifPresent(content -> copy(section, place, file, target, content));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A file that is nowhere on a disk. */
  private Optional<byte[]> read(String section, FileObjectSpec object) {
    try {
      return Optional.of(project.file(object.file()));
    } catch (InvalidSpec e) {
      String sentence = e.findings().get(0).message();
      checks.problem(
          section + "." + object.key() + ".file",
          "the file %s %s",
          object.file(),
          sentence.replaceFirst("^The file ", "").replaceFirst("\\.$", ""));
      return Optional.empty();
    }
  }

  private void mount(
      String section, String place, FileMountSpec file, FileObjectSpec object, String target) {
    if (!file.user().isEmpty() || !file.group().isEmpty() || file.mode().isPresent()) {
      checks.warn(place, "uid, gid and mode have no effect on a file that is mounted");
    }
    if (isMissingHere(object.file())) {
      checks.warn(
          section + "." + object.key() + ".file",
          "there is no file " + object.file() + " here; the engine looks for it where it runs");
    }
    if (taken.contains(target)) {
      return; // Docker Compose lets the volume be there.
    }
    Data mount =
        Data.of("Type", "bind")
            .with("Source", object.file())
            .with("Target", target)
            .with("ReadOnly", true);
    // Written as Docker Compose writes it; both have the engine refuse a missing file.
    boolean secret = section.equals("secrets");
    if (secret || !mounts.containsKey(target)) {
      mounts.put(target, secret ? mount.with("BindOptions", Data.empty()) : mount);
    }
  }

  private static boolean isMissingHere(String file) {
    try {
      return Files.notExists(Path.of(file));
    } catch (InvalidPathException e) {
      return true;
    }
  }

  private void copy(
      String section, String place, FileMountSpec file, String target, byte[] content) {
    if (content.length == 0) {
      checks.warn(place, "its content is empty, so that no file is made of it");
      return;
    }
    if (service.readOnly()) {
      checks.problem(
          place,
          "nothing can be put into a container that is read-only; give %s %s a file",
          section.substring(0, section.length() - 1),
          file.source());
      return;
    }
    long user = id(place, "uid", file.user());
    long group = id(place, "gid", file.group());
    boolean owned = !file.user().isEmpty() || !file.group().isEmpty();
    copies.add(
        CopyFiles.file(target, content, user, group, file.mode().orElse(DEFAULT_MODE), owned));
    if (section.equals("secrets")) {
      hidden.add(new String(content, StandardCharsets.UTF_8));
    }
  }

  /** Puts one more file into the container, which nobody else may read the text of. */
  void putIn(String place, String target, String content) {
    if (service.readOnly()) {
      checks.problem(
          place, "nothing can be put into a container that is read-only; the logins are");
      return;
    }
    copies.add(CopyFiles.file(target, bytes(content), 0, 0, DEFAULT_MODE, false));
    hidden.add(content);
  }

  private long id(String place, String attribute, String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > LARGEST_ID) {
      checks.problem(place + "." + attribute, "'%s' is not the number of a user or group", text);
      return 0;
    }
    return Long.parseLong(text);
  }
}
