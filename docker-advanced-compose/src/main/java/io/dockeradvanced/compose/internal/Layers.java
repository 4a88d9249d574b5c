package io.dockeradvanced.compose.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files laid over each other: passes 1 to 8 for each document of each file in turn, then those that
 * settle what depends on the files' own directory and environment.
 */
final class Layers {
  private final SourceFiles files;
  private final @Nullable String home;
  private final Findings findings;
  private final Budget budget;
  private final Map<String, List<Document>> read = new HashMap<>();
  private final FileContents contents = new FileContents();

  Layers(SourceFiles files, @Nullable String home, Findings findings) {
    this.files = files;
    this.home = home;
    this.findings = findings;
    this.budget = new Budget(findings);
  }

  SourceFiles files() {
    return files;
  }

  Findings findings() {
    return findings;
  }

  /** What the variables say that configs and secrets name. */
  FileContents contents() {
    return contents;
  }

  Budget budget() {
    return budget;
  }

  /** The canonical form of all files together; empty when they say nothing. */
  Mapping load(List<Loader.Source> sources, Scope scope) {
    Mapping merged = null;
    for (Loader.Source source : sources) {
      for (Document document : documents(source)) {
        merged = layer(merged, document, source.path(), scope);
      }
    }
    findings.check();
    return settled(merged == null ? Mapping.empty(Mark.NONE) : merged, scope);
  }

  /** Passes 9 to 12. */
  private Mapping settled(Mapping model, Scope scope) {
    Mapping complete = DefaultsPass.apply(model);
    new AddressPass(findings).check(complete);
    new ExclusionPass(findings).check(complete);
    Mapping placed = new PathsPass(paths(scope.directory()), findings).apply(complete);
    contents.note(placed, scope.environment());
    return new EnvironmentPass(scope.environment()).apply(placed);
  }

  /** One file as {@code extends} sees it: only what it says itself, its types not checked yet. */
  Mapping extended(List<Document> documents, String directory, Scope scope) {
    Mapping merged = null;
    for (Document document : documents) {
      Mapping next = substituted(document, scope);
      if (next != null) {
        merged = laidOver(merged == null ? null : document.resets().apply(merged), next, false);
      }
    }
    findings.check();
    Mapping model = merged == null ? Mapping.empty(Mark.NONE) : merged;
    return new PathsPass(paths(directory), findings).apply(model);
  }

  private HostPaths paths(@Nullable String directory) {
    return new HostPaths(
        directory, home, files.areReal(), files instanceof SourceFiles.Disk, findings);
  }

  private @Nullable Mapping layer(
      @Nullable Mapping base, Document document, String path, Scope scope) {
    Mapping next = substituted(document, scope);
    if (next == null) {
      return base;
    }
    next = new ExtendsPass(this, scope, path, document.resets()).apply(next);
    Mapping rest = base == null ? null : document.resets().apply(base);
    next = new IncludePass(this, scope, path).apply(next);
    return laidOver(rest, next, true);
  }

  private @Nullable Mapping substituted(Document document, Scope scope) {
    Node root = document.root();
    document
        .ignored()
        .forEach(
            (mark, tag) ->
                findings.warn(mark, "The YAML tag " + tag + " means nothing here; remove it."));
    if (!(root instanceof Mapping)) {
      findings.error(root.mark(), "A Compose file must be a mapping, not " + root.kind() + ".");
      return null;
    }
    budget.values(document.size(), root.mark());
    InterpolatePass pass = new InterpolatePass(scope.environment(), findings);
    return (Mapping) pass.apply(root, Attributes.ROOT, "");
  }

  private Mapping laidOver(@Nullable Mapping base, Mapping next, boolean checked) {
    UnicityPass unicity = new UnicityPass(findings);
    Node merged =
        base == null ? next : new MergePass(findings).merge(base, next, Attributes.ROOT, "");
    merged = unicity.apply(merged, Attributes.ROOT, "");
    if (checked) {
      new SchemaPass(findings).check(merged, Attributes.ROOT, "");
      merged = withoutVersion((Mapping) merged);
    } else {
      new ShortFormsPass(findings).check(merged, Attributes.ROOT, "");
    }
    findings.check();
    merged = new CanonicalPass(findings).apply(merged, Attributes.ROOT, "");
    return (Mapping) unicity.apply(merged, Attributes.ROOT, "");
  }

  private Mapping withoutVersion(Mapping file) {
    if (!file.has("version")) {
      return file;
    }
    findings.warn(file.keyMark("version"), Attributes.OBSOLETE + ".");
    return file.without("version");
  }

  List<Document> documents(Loader.Source source) {
    Mapping model = source.model();
    if (model != null) {
      return List.of(new Document(model, new Resets(), Map.of(), Budget.size(model)));
    }
    return read.computeIfAbsent(
        source.path(), path -> YamlReader.read(source.label(), String.valueOf(source.text())));
  }

  /** A file that another one names, or null when that is reported. */
  @Nullable List<Document> documents(String path, Mark mark) {
    budget.file(mark);
    List<Document> known = read.get(path);
    if (known != null) {
      return known;
    }
    String text = text(path, mark);
    return text == null ? null : documents(new Loader.Source(files.label(path), path, text, null));
  }

  private @Nullable String text(String path, Mark mark) {
    if (!files.areReadable()) {
      findings.error(
          mark, "This stack was given as text, so it cannot read the file " + path + ".");
      return null;
    }
    Files.Content content = files.read(path);
    if (content.text() == null) {
      findings.error(mark, "The file " + path + " " + content.problem() + ".");
    }
    return content.text();
  }

  /** Where a path that a file names leads; remote ones lead nowhere. */
  @Nullable String place(String path, @Nullable String directory, Mark mark, String what) {
    if (RemotePaths.isRemote(path)) {
      findings.error(
          mark,
          what
              + " names "
              + RemotePaths.shown(path)
              + ", but only files beside this one can be read; fetch it first and name the copy.");
      return null;
    }
    if (path.startsWith("/")) {
      return path;
    }
    if (!files.areReadable()) {
      findings.error(
          mark, "This stack was given as text, so it cannot read the file " + path + ".");
      return null;
    }
    return directory == null ? path : Cleaner.join(directory, path);
  }
}
