package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Pass 1: the text of one file to node trees, one for each YAML document in it. */
public final class YamlReader {
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 300_000;
  private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
  private static final String MERGE_KEY = "<<";

  private final String file;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private long nodes;
  private int deepest;

  /** What an anchor names; node and size are set when the anchored value is complete. */
  private static final class Anchored {
    private @Nullable Node node;
    private long size;
    private int height;
  }

  private YamlReader(String file, String text) {
    this.file = file;
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MOST_CHARACTERS).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The documents of the text; an empty text has none. */
  public static List<Node> read(String file, String text) {
    int tab = text.indexOf('\t');
    if (text.length() > MOST_CHARACTERS) {
      throw new InvalidSpec(file, 0, 0, "The file is larger than 8 MiB.");
    }
    try {
      return new YamlReader(file, text).documents();
    } catch (MarkedYamlEngineException e) {
      throw new InvalidSpec(List.of(finding(file, text, tab, e)));
    } catch (YamlEngineException e) {
      throw new InvalidSpec(file, 0, 0, "The file is not YAML: " + firstLine(e.getMessage()) + ".");
    }
  }

  private static InvalidSpec.Finding finding(
      String file, String text, int tab, MarkedYamlEngineException e) {
    Optional<org.snakeyaml.engine.v2.exceptions.Mark> problem = e.getProblemMark();
    int line = problem.map(m -> m.getLine() + 1).orElse(0);
    int column = problem.map(m -> m.getColumn() + 1).orElse(0);
    String[] lines = text.split("\n", -1);
    if (tab >= 0 && line > 0 && line <= lines.length && lines[line - 1].contains("\t")) {
      column = lines[line - 1].indexOf('\t') + 1;
      return new InvalidSpec.Finding(
          file, line, column, "YAML does not allow a tab here; indent with spaces.");
    }
    String context =
        e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ": ";
    return new InvalidSpec.Finding(
        file, line, column, "This is not YAML: " + context + firstLine(e.getProblem()) + ".");
  }

  private static String firstLine(@Nullable String text) {
    return text == null
        ? "it cannot be read"
        : text.lines().findFirst().orElse("it cannot be read");
  }

  private List<Node> documents() {
    List<Node> documents = new ArrayList<>();
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        anchors.clear();
        documents.add(value(events.next(), 0));
      }
    }
    return documents;
  }

  private Node value(Event event, int depth) {
    Mark mark = mark(event);
    reach(depth, mark);
    if (event instanceof AliasEvent alias) {
      return alias(alias, depth, mark);
    }
    Anchored anchored = null;
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchored = new Anchored();
      anchors.put(anchor.get(), anchored);
    }
    long before = nodes;
    int deepestBefore = deepest;
    deepest = depth;
    count(1, mark);
    Node node;
    if (event instanceof ScalarEvent scalar) {
      node = new Scalar(scalar(scalar, mark), mark);
    } else if (event.getEventId() == Event.ID.SequenceStart) {
      refuseTag(((CollectionStartEvent) event).getTag(), "tag:yaml.org,2002:seq", mark);
      node = sequence(mark, depth);
    } else {
      refuseTag(((CollectionStartEvent) event).getTag(), "tag:yaml.org,2002:map", mark);
      node = mapping(mark, depth);
    }
    if (anchored != null) {
      anchored.node = node;
      anchored.size = nodes - before;
      anchored.height = deepest - depth;
    }
    deepest = Math.max(deepest, deepestBefore);
    return node;
  }

  private void reach(int depth, Mark mark) {
    deepest = Math.max(deepest, depth);
    if (depth > DEEPEST) {
      throw invalid(mark, "Values are nested more than " + DEEPEST + " deep.");
    }
  }

  private Node alias(AliasEvent event, int depth, Mark mark) {
    String name = event.getAlias().getValue();
    Anchored anchored = anchors.get(event.getAlias());
    if (anchored == null) {
      throw invalid(mark, "There is no anchor &" + name + " above this alias.");
    }
    if (anchored.node == null) {
      throw invalid(mark, "The alias *" + name + " stands inside its own anchor: a cycle.");
    }
    count(anchored.size, mark);
    reach(depth + anchored.height, mark);
    return anchored.node;
  }

  /** Aliases multiply; the passes after this one walk every copy, so the copies are counted. */
  private void count(long more, Mark mark) {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw invalid(mark, "Aliases blow the file up to more than " + MOST_NODES + " values.");
    }
  }

  private @Nullable Object scalar(ScalarEvent event, Mark mark) {
    String text = event.getValue();
    Optional<String> tag = event.getTag();
    if (tag.isEmpty() || tag.get().equals("!")) {
      return event.isPlain() && tag.isEmpty() ? YamlScalars.resolve(text) : text;
    }
    return switch (tag.get()) {
      case "tag:yaml.org,2002:str" -> text;
      case "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null" ->
          YamlScalars.resolve(text);
      default -> throw unknownTag(tag.get(), mark);
    };
  }

  private void refuseTag(Optional<String> tag, String usual, Mark mark) {
    if (tag.isPresent() && !tag.get().equals(usual) && !tag.get().equals("!")) {
      throw unknownTag(tag.get(), mark);
    }
  }

  private InvalidSpec unknownTag(String tag, Mark mark) {
    String supported =
        tag.equals("!reset") || tag.equals("!override") ? "not supported yet" : "unknown";
    return invalid(mark, "The YAML tag " + tag + " is " + supported + ".");
  }

  private Node sequence(Mark mark, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(value(e, depth + 1));
    }
    return new Sequence(items, mark);
  }

  private Node mapping(Mark mark, int depth) {
    Map<String, Mapping.Entry> own = new LinkedHashMap<>();
    Mapping.@Nullable Entry merge = null;
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Mark keyMark = mark(e);
      boolean mergeKey =
          e instanceof ScalarEvent scalar
              && scalar.isPlain()
              && scalar.getTag().isEmpty()
              && scalar.getValue().equals(MERGE_KEY);
      String key = key(value(e, depth + 1), keyMark);
      Mapping.Entry entry = new Mapping.Entry(keyMark, value(events.next(), depth + 1));
      Mapping.Entry earlier = mergeKey ? merge : own.get(key);
      if (earlier != null) {
        throw invalid(
            keyMark,
            "The key " + key + " is already set at line " + earlier.keyMark().line() + ".");
      }
      if (mergeKey) {
        merge = entry;
      } else {
        own.put(key, entry);
      }
    }
    if (merge != null) {
      mergeInto(own, merge.value(), true);
    }
    return new Mapping(own, mark);
  }

  /** A mapping's own keys win over merged ones, and earlier merged ones over later ones. */
  private void mergeInto(Map<String, Mapping.Entry> own, Node merged, boolean listAllowed) {
    if (merged instanceof Mapping mapping) {
      mapping.entries().forEach(own::putIfAbsent);
    } else if (merged instanceof Sequence sequence && listAllowed) {
      sequence.items().forEach(item -> mergeInto(own, item, false));
    } else {
      throw invalid(merged.mark(), "The merge key << takes a mapping or a list of mappings.");
    }
  }

  private String key(Node node, Mark mark) {
    if (node instanceof Scalar scalar && scalar.value() instanceof String text) {
      return text;
    }
    String what =
        node instanceof Scalar scalar ? scalar.text() + " is " + node.kind() : node.kind();
    throw invalid(mark, "A key must be a string, but " + what + "; quote it.");
  }

  private Mark mark(Event event) {
    return event
        .getStartMark()
        .map(m -> new Mark(file, m.getLine() + 1, m.getColumn() + 1))
        .orElseGet(() -> new Mark(file, 0, 0));
  }

  private static InvalidSpec invalid(Mark mark, String message) {
    return new InvalidSpec(mark.file(), mark.line(), mark.column(), message);
  }
}
