package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pass 4: what the files under {@code include} define joins what the file defines itself.
 *
 * <p>They are a project of their own until then: their relative paths begin at their own directory,
 * and their variables come from the {@code .env} there where the project sets none.
 */
final class IncludePass {
  private static final int DEEPEST = 100;
  private static final List<String> SECTIONS =
      List.of("services", "volumes", "networks", "secrets", "configs", "models");
  private static final Set<String> KEYS = Set.of("path", "project_directory", "env_file");

  private final Layers layers;
  private final Scope scope;
  private final List<String> chain;
  private final Findings findings;

  /** A text and where it stands. */
  private record Text(String text, Mark mark) {}

  /** One entry of the list. */
  private record Entry(
      List<Text> paths, @Nullable Text projectDirectory, List<Text> envFiles, Mark mark) {}

  IncludePass(Layers layers, Scope scope, String file) {
    this.layers = layers;
    this.scope = scope;
    this.chain = scope.chainWith(file);
    this.findings = layers.findings();
  }

  Mapping apply(Mapping file) {
    Node include = file.get("include");
    if (include == null) {
      return file;
    }
    findings.check();
    Mapping model = file;
    if (include instanceof Sequence entries) {
      if (chain.size() > DEEPEST) {
        throw invalid(entries.mark(), "Files include each other more than " + DEEPEST + " deep.");
      }
      for (int i = 0; i < entries.items().size(); i++) {
        Entry entry = entry(entries.items().get(i), "include[" + i + "]");
        findings.check();
        if (!entry.paths().isEmpty()) {
          model = imported(load(entry), model, entry.mark());
          findings.check();
        }
      }
    } else if (!include.isNull()) {
      throw invalid(include.mark(), "include must be a list, not " + include.kind() + ".");
    }
    return model.without("include");
  }

  private Entry entry(Node node, String path) {
    if (node.isNull()) {
      return new Entry(List.of(), null, List.of(), node.mark());
    }
    if (node instanceof Scalar scalar && scalar.value() instanceof String text) {
      return new Entry(List.of(new Text(text, node.mark())), null, List.of(), node.mark());
    }
    if (!(node instanceof Mapping mapping)) {
      throw invalid(node.mark(), path + " must be a string or a mapping, not " + node.kind() + ".");
    }
    for (String key : mapping.keys()) {
      if (!KEYS.contains(key) && !key.startsWith("x-")) {
        findings.warn(
            mapping.keyMark(key),
            path
                + "."
                + key
                + " is unknown and ignored"
                + SchemaPass.suggestion(key, KEYS)
                + (SchemaPass.suggestion(key, KEYS).isEmpty() ? "." : "?"));
      }
    }
    Node directory = mapping.get("project_directory");
    Text project = null;
    if (directory instanceof Scalar scalar
        && (scalar.value() instanceof String || scalar.value() instanceof Long)) {
      project = new Text(scalar.text(), scalar.mark());
    } else if (directory != null && !directory.isNull()) {
      findings.error(
          directory.mark(),
          path + ".project_directory must be a string, not " + directory.kind() + ".");
    }
    return new Entry(
        texts(mapping.get("path"), path + ".path"),
        project == null || project.text().isEmpty() ? null : project,
        texts(mapping.get("env_file"), path + ".env_file"),
        node.mark());
  }

  private List<Text> texts(@Nullable Node node, String path) {
    List<Text> texts = new ArrayList<>();
    if (node == null || node.isNull()) {
      return texts;
    }
    List<Node> items = node instanceof Sequence sequence ? sequence.items() : List.of(node);
    for (Node item : items) {
      if (item instanceof Scalar scalar && scalar.value() instanceof String text) {
        texts.add(new Text(text, item.mark()));
      } else {
        findings.error(
            item.mark(), path + " must be a string or a list of them, not " + item.kind() + ".");
      }
    }
    return texts;
  }

  /** The entry's files, as a project of their own. */
  private Mapping load(Entry entry) {
    List<String> places = new ArrayList<>();
    for (Text path : entry.paths()) {
      String place = layers.place(path.text(), scope.place(), path.mark(), "include");
      findings.check();
      places.add(String.valueOf(place));
    }
    String first = places.get(0);
    if (chain.contains(first)) {
      throw circle(first, entry.paths().get(0).mark());
    }
    String base = scope.place() == null ? "/" : scope.place();
    String directory = Places.relative(base, Places.parent(first));
    String place = Places.parent(first);
    Text project = entry.projectDirectory();
    if (project != null) {
      boolean absolute = project.text().startsWith("/");
      directory =
          absolute ? project.text() : Places.directory(layers.files(), base, project.text());
      place = absolute ? Cleaner.clean(project.text()) : Cleaner.join(base, project.text());
    }
    Environment environment = environment(entry, place);
    List<Loader.Source> sources = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (layers.documents(places.get(i), entry.paths().get(i).mark()) != null) {
        sources.add(
            new Loader.Source(layers.files().label(places.get(i)), places.get(i), null, null));
      }
    }
    findings.check();
    return layers.load(sources, new Scope(directory, place, environment, chain));
  }

  private InvalidSpec circle(String first, Mark mark) {
    List<String> circle = new ArrayList<>(chain.subList(chain.indexOf(first), chain.size()));
    circle.add(first);
    return invalid(
        mark,
        "The files include each other in a circle: "
            + String.join(" -> ", circle.stream().map(layers.files()::label).toList())
            + ".");
  }

  private Environment environment(Entry entry, String place) {
    SourceFiles files = layers.files();
    Map<String, String> read = new HashMap<>();
    if (entry.envFiles().isEmpty()) {
      String usual = Cleaner.join(place, ".env");
      if (files.exists(usual) && !files.isDirectory(usual)) {
        read(usual, read);
      }
    }
    for (Text file : entry.envFiles()) {
      String path = scope.place() == null ? file.text() : Cleaner.join(scope.place(), file.text());
      if (!files.exists(path) || files.isDirectory(path)) {
        String problem = files.exists(path) ? "is a directory" : "does not exist";
        findings.error(file.mark(), "The environment file " + file.text() + " " + problem + ".");
      } else {
        layers.budget().file(file.mark());
        read(path, read);
      }
    }
    findings.check();
    return scope.environment().with(read);
  }

  private void read(String path, Map<String, String> out) {
    EnvironmentFiles.read(
        layers.files(),
        path,
        layers.files().label(path),
        true,
        scope.environment().values(),
        out,
        findings);
  }

  private Mapping imported(Mapping from, Mapping into, Mark mark) {
    Mapping model = into;
    for (String section : SECTIONS) {
      if (from.get(section) instanceof Mapping more) {
        model = model.with(section, joined(section, more, model, mark));
      }
    }
    return model;
  }

  private Mapping joined(String section, Mapping more, Mapping model, Mark mark) {
    Node given = model.get(section);
    if (given != null && !(given instanceof Mapping)) {
      throw invalid(
          given.mark(), section + " is " + given.kind() + ", so nothing can be included into it.");
    }
    Mapping own = given instanceof Mapping m ? m : Mapping.empty(more.mark());
    Map<String, Mapping.Entry> all = new LinkedHashMap<>(own.entries());
    more.entries()
        .forEach(
            (key, entry) -> {
              Node old = own.get(key);
              if (old == null) {
                all.put(key, entry);
              } else if (!same(old, entry.value())) {
                findings.error(
                    own.keyMark(key),
                    "%s.%s is defined here and in what is included at %s, where %s is; rename one, or lay this over it in a file of its own."
                        .formatted(section, key, mark, entry.keyMark()));
              }
            });
    return new Mapping(all, own.mark());
  }

  /** Whether the values are equal, wherever they stand. */
  private static boolean same(Node one, Node other) {
    if (one instanceof Mapping left && other instanceof Mapping right) {
      return left.keys().equals(right.keys())
          && left.keys().stream().allMatch(key -> same(left.at(key), right.at(key)));
    }
    if (one instanceof Sequence left && other instanceof Sequence right) {
      boolean same = left.items().size() == right.items().size();
      for (int i = 0; same && i < left.items().size(); i++) {
        same = same(left.items().get(i), right.items().get(i));
      }
      return same;
    }
    return one instanceof Scalar left
        && other instanceof Scalar right
        && java.util.Objects.equals(left.value(), right.value());
  }

  private static InvalidSpec invalid(Mark mark, String message) {
    return new InvalidSpec(mark.file(), mark.line(), mark.column(), message);
  }
}
