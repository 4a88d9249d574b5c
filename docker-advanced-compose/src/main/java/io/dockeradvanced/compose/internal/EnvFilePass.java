package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pass 16: the variables of {@code env_file} put below those of {@code environment}. */
final class EnvFilePass {
  private final Environment environment;
  private final Findings findings;
  private final SourceFiles files;
  private final Budget budget;

  EnvFilePass(Environment environment, SourceFiles files, Budget budget, Findings findings) {
    this.budget = budget;
    this.environment = environment;
    this.files = files;
    this.findings = findings;
  }

  Mapping apply(Mapping service) {
    if (!(service.get("env_file") instanceof Sequence listed)) {
      return service;
    }
    Mapping own =
        service.get("environment") instanceof Mapping m ? m : Mapping.empty(service.mark());
    Map<String, String> values = new HashMap<>();
    own.keys()
        .forEach(
            key -> {
              String value = own.text(key);
              if (value != null) {
                values.put(key, value);
              }
            });
    Map<String, Mapping.Entry> entries = new HashMap<>();
    for (Node item : listed.items()) {
      if (item instanceof Mapping file) {
        Map<String, String> before = new HashMap<>(values);
        read(file, own, values);
        values.forEach(
            (key, value) -> {
              if (!value.equals(before.get(key))) {
                entries.put(key, new Mapping.Entry(file.mark(), new Scalar(value, file.mark())));
                budget.characters(key.length() + value.length(), file.mark());
              }
            });
      }
    }
    entries.putAll(own.entries());
    Mapping all = NormalizePass.sorted(new Mapping(entries, own.mark()));
    return service.without("env_file").with("environment", all);
  }

  private void read(Mapping file, Mapping own, Map<String, String> values) {
    String path = String.valueOf(file.text("path"));
    Mark mark = file.keyMark("path");
    if (!files.areReadable()) {
      findings.error(
          mark, "This stack was given as text, so it cannot read the file " + path + ".");
      return;
    }
    Files.Content content = files.read(path);
    if (content.isMissing()) {
      if (!(file.get("required") instanceof Scalar s && Boolean.FALSE.equals(s.value()))) {
        findings.error(mark, "There is no environment file " + path + ".");
      }
      return;
    }
    String text = content.text();
    if (text == null) {
      findings.error(mark, "The environment file " + path + " " + content.problem() + ".");
      return;
    }
    parse(files.label(path), file.text("format"), text, mark, own, values);
  }

  private void parse(
      String path,
      @Nullable String format,
      String text,
      Mark mark,
      Mapping own,
      Map<String, String> values) {
    Template.Variables lookup =
        name -> {
          String value = environment.get(name);
          return value == null ? own.text(name) : value;
        };
    try {
      if ("raw".equals(format)) {
        DotEnv.parseRaw(path, text, values, lookup);
      } else if (format == null || format.isEmpty()) {
        DotEnv.parse(path, text, values, lookup, findings);
      } else {
        findings.error(mark, "The format of an env_file can only be raw, not " + format + ".");
      }
    } catch (InvalidSpec e) {
      e.findings()
          .forEach(f -> findings.error(new Mark(f.file(), f.line(), f.column()), f.message()));
    }
  }
}
