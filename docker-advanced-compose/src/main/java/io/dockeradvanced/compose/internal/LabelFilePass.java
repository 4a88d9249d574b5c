package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.HashMap;
import java.util.Map;

/** Pass 16, too: the labels of {@code label_file} put below those of {@code labels}. */
final class LabelFilePass {
  private final SourceFiles sources;
  private final Budget budget;
  private final Findings findings;

  LabelFilePass(SourceFiles sources, Budget budget, Findings findings) {
    this.budget = budget;
    this.sources = sources;
    this.findings = findings;
  }

  Mapping apply(Mapping service) {
    if (!(service.get("label_file") instanceof Sequence files)) {
      return service;
    }
    Map<String, Mapping.Entry> labels = new HashMap<>();
    Map<String, String> known = new HashMap<>();
    for (Node item : files.items()) {
      Map<String, String> read = read(((Scalar) item).text(), item.mark(), known);
      known.putAll(read);
      read.forEach(
          (key, value) -> {
            labels.put(key, new Mapping.Entry(item.mark(), new Scalar(value, item.mark())));
            budget.characters(key.length() + value.length(), item.mark());
          });
    }
    if (service.get("labels") instanceof Mapping own) {
      labels.putAll(own.entries());
    }
    return labels.isEmpty()
        ? service
        : service.with("labels", NormalizePass.sorted(new Mapping(labels, files.mark())));
  }

  /** Variables in a file are labels of the files before it. */
  private Map<String, String> read(String path, Mark mark, Map<String, String> known) {
    Map<String, String> labels = new HashMap<>();
    if (!sources.areReadable()) {
      findings.error(
          mark, "This stack was given as text, so it cannot read the file " + path + ".");
      return labels;
    }
    Files.Content content = sources.read(path);
    String text = content.text();
    if (text == null) {
      findings.error(mark, "The label file " + path + " " + content.problem() + ".");
      return labels;
    }
    try {
      DotEnv.parse(sources.label(path), text, labels, known::get, findings);
    } catch (InvalidSpec e) {
      e.findings()
          .forEach(f -> findings.error(new Mark(f.file(), f.line(), f.column()), f.message()));
    }
    return labels;
  }
}
