package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All passes in their order: texts in, one model out. */
public final class Loader {
  /** One Compose file: what it is called in messages, and its text. */
  public record Source(String label, String text) {}

  /**
   * What a load starts from.
   *
   * @param name the name the user chose, or null
   * @param directory the project's directory, or null where there is none
   * @param profiles switched-on profiles; {@code *} for all
   * @param filesAllowed whether env_file may be read
   */
  public record Request(
      List<Source> sources,
      Map<String, String> environment,
      @Nullable String name,
      @Nullable Path directory,
      List<String> profiles,
      boolean filesAllowed) {}

  private final Request request;
  private final Environment environment;
  private final Findings findings;

  public Loader(Request request, Findings findings) {
    this.request = request;
    this.environment = new Environment(request.environment());
    this.findings = findings;
  }

  /**
   * The model.
   *
   * @throws io.dockeradvanced.InvalidSpec with everything that is wrong
   */
  public Model load() {
    List<List<Node>> files = request.sources().stream().map(this::read).toList();
    String name = projectName(files);
    environment.set("COMPOSE_PROJECT_NAME", name);
    Mapping canonical = canonical(files);
    findings.check();
    new AddressPass(findings).check(canonical);
    new ExclusionPass(findings).check(canonical);
    String home = request.environment().get("HOME");
    HostPaths paths = new HostPaths(request.directory(), home, request.filesAllowed(), findings);
    Mapping normal = new NormalizePass(name, environment, paths, findings).apply(canonical);
    Mapping bound = (Mapping) new BindPass(findings).apply(normal, Attributes.ROOT, "");
    findings.check();
    Mapping model = new ProfilePass(request.profiles()).apply(bound);
    Mapping disabled = ProfilePass.rest(bound, model);
    new ConsistencyPass(
            section(model, "services"),
            disabled,
            section(model, "networks"),
            section(model, "volumes"),
            findings)
        .check();
    new ReferencePass(model, findings).check();
    Mapping resolved = withFiles(ScalePass.apply(model));
    findings.check();
    Mapping used = FileContents.resolve(UsedResources.only(resolved), environment);
    return new Model(
        name,
        used,
        canonical,
        environment.get("DOCKER_DEFAULT_PLATFORM"),
        environment.used(),
        findings.warnings());
  }

  private List<Node> read(Source source) {
    return YamlReader.read(source.label(), source.text());
  }

  /** Passes 2 to 6, file after file: each is laid over the canonical form of those before it. */
  private Mapping canonical(List<List<Node>> files) {
    Mapping merged = null;
    for (Node document : files.stream().flatMap(List::stream).toList()) {
      if (!(document instanceof Mapping)) {
        findings.error(
            document.mark(), "A Compose file must be a mapping, not " + document.kind() + ".");
        continue;
      }
      Node next = new InterpolatePass(environment, findings).apply(document, Attributes.ROOT, "");
      merged = over(merged, withoutVersion((Mapping) next));
    }
    if (merged != null && !merged.keys().isEmpty()) {
      return merged;
    }
    findings.check();
    String label = request.sources().isEmpty() ? "" : request.sources().get(0).label();
    throw new InvalidSpec(label, 0, 0, "The file is empty.");
  }

  private Mapping over(@Nullable Mapping base, Mapping next) {
    UnicityPass unicity = new UnicityPass(findings);
    Node merged =
        base == null ? next : new MergePass(findings).merge(base, next, Attributes.ROOT, "");
    merged = unicity.apply(merged, Attributes.ROOT, "");
    new SchemaPass(findings).check(merged, Attributes.ROOT, "");
    findings.check();
    merged = new CanonicalPass(findings).apply(merged, Attributes.ROOT, "");
    return (Mapping) unicity.apply(merged, Attributes.ROOT, "");
  }

  private Mapping withoutVersion(Mapping file) {
    if (!file.has("version")) {
      return file;
    }
    if (file.get("version") instanceof Scalar version && version.value() instanceof String) {
      findings.warn(file.keyMark("version"), "version is obsolete and ignored; remove it.");
      return file.without("version");
    }
    return file;
  }

  private String projectName(List<List<Node>> files) {
    Mark whole = new Mark(request.sources().get(0).label(), 0, 0);
    if (request.name() != null) {
      return checked(request.name(), whole);
    }
    Scalar named = null;
    for (List<Node> documents : files) {
      for (Node document : documents) {
        if (document instanceof Mapping file
            && file.get("name") instanceof Scalar scalar
            && scalar.value() != null
            && !scalar.text().isEmpty()) {
          named = scalar;
        }
      }
    }
    if (named != null) {
      return fromFile(named);
    }
    Path directory = request.directory();
    Path last = directory == null ? null : directory.getFileName();
    String name = last == null ? "" : ProjectName.normalized(last.toString());
    if (name.isEmpty()) {
      findings.error(whole, "The stack has no name; set name: in the file or choose one for it.");
      findings.check();
    }
    return checked(name, whole);
  }

  private String fromFile(Scalar named) {
    String name = "";
    try {
      name =
          ProjectName.normalized(
              environment.template(named.mark(), findings).substitute(named.text()));
    } catch (Template.BadTemplate e) {
      findings.error(named.mark(), "name: " + e.sentence());
    }
    if (name.isEmpty() && !findings.hasErrors()) {
      findings.error(
          named.mark(), "name must have a letter or digit in it, or the stack has no name.");
    }
    findings.check();
    return checked(name, named.mark());
  }

  private String checked(String name, Mark mark) {
    String problem = ProjectName.problem(name);
    if (!problem.isEmpty()) {
      findings.error(mark, problem);
      findings.check();
    }
    return name;
  }

  private Mapping withFiles(Mapping model) {
    EnvFilePass variables = new EnvFilePass(environment, request.filesAllowed(), findings);
    LabelFilePass labels = new LabelFilePass(request.filesAllowed(), findings);
    Mapping services =
        section(model, "services")
            .map(
                (name, node) ->
                    node instanceof Mapping service
                        ? labels.apply(variables.apply(service))
                        : node);
    return model.with("services", services);
  }

  static Mapping section(Mapping model, String key) {
    return model.get(key) instanceof Mapping mapping ? mapping : Mapping.empty(Mark.NONE);
  }
}
