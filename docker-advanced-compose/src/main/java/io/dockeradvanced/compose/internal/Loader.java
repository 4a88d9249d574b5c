package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All passes in their order: texts in, one model out. */
public final class Loader {
  /**
   * One Compose file.
   *
   * @param label what it is called in messages
   * @param path where it lies, absolute, or the label where that is nowhere
   * @param text its text; null where the files are read already or there is a model
   * @param model what was built in place of a text
   */
  public record Source(String label, String path, @Nullable String text, @Nullable Mapping model) {}

  /**
   * What a load starts from.
   *
   * @param name the name the user chose, or null
   * @param directory the project's directory, or null where there is none
   * @param profiles switched-on profiles; {@code *} for all
   * @param services those that are meant, with what they depend on; empty for all
   * @param serviceFiles whether what env_file and label_file name is read
   * @param files where env_file, include and extends are read from
   */
  public record Request(
      List<Source> sources,
      Map<String, String> environment,
      @Nullable String name,
      @Nullable String directory,
      List<String> profiles,
      Set<String> services,
      boolean serviceFiles,
      SourceFiles files) {}

  private final Request request;
  private final Environment environment;
  private final Findings findings;
  private final Layers layers;

  public Loader(Request request, Findings findings) {
    this.request = request;
    this.environment = new Environment(request.environment());
    this.findings = findings;
    this.layers = new Layers(request.files(), request.environment().get("HOME"), findings);
  }

  /**
   * The model.
   *
   * @throws io.dockeradvanced.InvalidSpec with everything that is wrong
   */
  public Model load() {
    String name = projectName();
    environment.set("COMPOSE_PROJECT_NAME", name);
    Mapping canonical = canonical();
    findings.check();
    Mapping normal = new NormalizePass(name, environment).apply(canonical);
    Mapping bound = (Mapping) new BindPass(findings).apply(normal, Attributes.ROOT, "");
    findings.check();
    Mapping model = ProfilePass.apply(bound, request.profiles(), request.services());
    Mapping disabled = ProfilePass.rest(bound, model);
    new ConsistencyPass(
            section(model, "services"),
            request.services(),
            disabled,
            section(model, "networks"),
            section(model, "volumes"),
            findings)
        .check();
    new ReferencePass(model, findings).check();
    ServiceFiles files = new ServiceFiles(environment, request, findings);
    Mapping resolved = files.apply(ScalePass.apply(model));
    findings.check();
    Mapping used = layers.contents().resolve(UsedResources.only(resolved), environment);
    return new Model(
        name,
        used,
        canonical,
        environment.get("DOCKER_DEFAULT_PLATFORM"),
        Model.releaseOf(canonical),
        Map.copyOf(environment.values()),
        environment.used(),
        files.unread(),
        findings.warnings());
  }

  private Mapping canonical() {
    String directory = request.directory();
    Mapping merged =
        layers.load(request.sources(), new Scope(directory, directory, environment, List.of()));
    if (!merged.keys().isEmpty()) {
      return merged;
    }
    findings.check();
    String label = request.sources().isEmpty() ? "" : request.sources().get(0).label();
    throw new InvalidSpec(label, 0, 0, "The file is empty.");
  }

  private String projectName() {
    Mark whole = new Mark(request.sources().get(0).label(), 0, 0);
    if (request.name() != null) {
      return checked(request.name(), whole);
    }
    Scalar named = null;
    for (Source source : request.sources()) {
      for (Document document : layers.documents(source)) {
        if (document.root() instanceof Mapping file
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
    String directory = request.directory();
    String name =
        directory == null
            ? ""
            : ProjectName.normalized(
                directory.substring(
                    Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1));
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

  static Mapping section(Mapping model, String key) {
    return model.get(key) instanceof Mapping mapping ? mapping : Mapping.empty(Mark.NONE);
  }
}
