package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
final class YamlReader {
  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 300_000;
  private static final int MOST_CHARACTERS = 8 * 1024 * 1024;
  private static final int MOST_PLACE_CHARACTERS = 64 * 1024 * 1024;
  private static final String MERGE_KEY = "<<";
  private static final String RESET = "!reset";
  private static final String OVERRIDE = "!override";

  private final String file;
  private final Iterator<Event> events;
  private final Map<Anchor, YamlAnchor> anchors = new HashMap<>();
  private final Deque<YamlAnchor> open = new ArrayDeque<>();
  private Resets resets = new Resets();
  private Map<Mark, String> ignored = new LinkedHashMap<>();
  private long nodes;
  private long placeCharacters;
  private int deepest;

  /**
   * How many tags are around the value at hand. Compose looks for tags in what it reads, but not
   * below one that it found, and not in keys.
   */
  private int hidden;

  private YamlReader(String file, String text) {
    this.file = file;
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MOST_CHARACTERS).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** The documents of the text; an empty text has none. */
  static List<Document> read(String file, String text) {
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

  private List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    while (events.hasNext()) {
      if (events.next() instanceof DocumentStartEvent) {
        anchors.clear();
        resets = new Resets();
        ignored = new LinkedHashMap<>();
        long before = nodes;
        Event first = events.next();
        Node root = value(first, 0, YamlPlace.ROOT);
        if (root == null) {
          throw invalid(mark(first), "A whole file cannot be !reset.");
        }
        documents.add(new Document(root, resets, ignored, nodes - before));
      }
    }
    return documents;
  }

  /** The value, or null where it is {@code !reset}. */
  private @Nullable Node value(Event event, int depth, YamlPlace place) {
    Mark mark = mark(event);
    reach(depth, mark);
    if (event instanceof AliasEvent alias) {
      return alias(alias, depth, mark, place);
    }
    YamlAnchor anchored = null;
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchored = new YamlAnchor(place, hidden);
      anchors.put(anchor.get(), anchored);
      open.push(anchored);
    }
    long before = nodes;
    int deepestBefore = deepest;
    deepest = depth;
    count(1, mark);
    String tag = tag(event);
    boolean reset = tag.equals(RESET);
    boolean found = reset || tag.equals(OVERRIDE);
    if (found) {
      found(place, reset, mark);
      hidden++;
    }
    Node node = content(event, tag, depth, mark, place);
    hidden -= found ? 1 : 0;
    if (anchored != null) {
      open.pop();
      anchored.node = node;
      anchored.reset = reset;
      anchored.size = nodes - before;
      anchored.height = deepest - depth;
    }
    deepest = Math.max(deepest, deepestBefore);
    return reset && hidden == 0 ? null : node;
  }

  private static String tag(Event event) {
    return (event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag())
        .orElse("");
  }

  private Node content(Event event, String tag, int depth, Mark mark, YamlPlace place) {
    if (event instanceof ScalarEvent scalar) {
      return new Scalar(scalar(scalar, tag, mark), mark);
    }
    boolean list = event.getEventId() == Event.ID.SequenceStart;
    if (tag.startsWith("!") && !tag.equals("!") && !tag.equals(RESET) && !tag.equals(OVERRIDE)) {
      ignored.put(mark, tag);
    }
    return list ? sequence(mark, depth, place) : mapping(mark, depth, place);
  }

  /** Notes a tag for what this document is laid over, and for those that repeat the value. */
  private void found(YamlPlace place, boolean reset, Mark mark) {
    if (hidden == 0) {
      resets.add(text(place, mark));
    } else {
      ignored.put(mark, reset ? RESET : OVERRIDE);
    }
    for (YamlAnchor anchored : open) {
      if (anchored.hidden != hidden) {
        continue;
      }
      if (!reset) {
        List<String> keys = place.keysSince(anchored.place);
        keys.forEach(key -> countPlace(key.length() + 1, mark));
        anchored.overrides.add(keys);
      } else {
        anchored.hasHiddenReset |= hidden > 0 && anchored.place != place;
      }
    }
  }

  private String text(YamlPlace place, Mark mark) {
    String text = place.text();
    countPlace(text.length() + 1, mark);
    return text;
  }

  private void countPlace(int characters, Mark mark) {
    placeCharacters += characters;
    if (placeCharacters > MOST_PLACE_CHARACTERS) {
      throw invalid(mark, "There are too many tags and aliases in the file.");
    }
  }

  private void reach(int depth, Mark mark) {
    deepest = Math.max(deepest, depth);
    if (depth > DEEPEST) {
      throw invalid(mark, "Values are nested more than " + DEEPEST + " deep.");
    }
  }

  private @Nullable Node alias(AliasEvent event, int depth, Mark mark, YamlPlace place) {
    String name = event.getAlias().getValue();
    YamlAnchor anchored = anchors.get(event.getAlias());
    if (anchored == null) {
      throw invalid(mark, "There is no anchor &" + name + " above this alias.");
    }
    if (anchored.node == null) {
      throw invalid(mark, "The alias *" + name + " stands inside its own anchor: a cycle.");
    }
    count(anchored.size, mark);
    reach(depth + anchored.height, mark);
    if (hidden > 0) {
      return anchored.node;
    }
    String at = text(place, mark);
    if (!anchored.useAt(at)) {
      throw invalid(mark, "The alias *" + name + " stands below itself at " + at + ": a cycle.");
    }
    if (anchored.hasHiddenReset) {
      throw invalid(
          mark, "The alias *" + name + " repeats a !reset inside of an !override; write it out.");
    }
    if (anchored.reset) {
      found(place, true, mark);
      return null;
    }
    for (List<String> keys : List.copyOf(anchored.overrides)) {
      YamlPlace override = place;
      for (String key : keys) {
        override = override.below(key);
      }
      found(override, false, mark);
    }
    return anchored.node;
  }

  /** Aliases multiply; the passes after this one walk every copy, so the copies are counted. */
  private void count(long more, Mark mark) {
    nodes += more;
    if (nodes > MOST_NODES) {
      throw invalid(mark, "Aliases blow the file up to more than " + MOST_NODES + " values.");
    }
  }

  private @Nullable Object scalar(ScalarEvent event, String tag, Mark mark) {
    String text = event.getValue();
    return switch (tag) {
      case "" -> event.isPlain() ? YamlScalars.resolve(text) : text;
      case "!", "tag:yaml.org,2002:str", OVERRIDE, RESET -> text;
      case "tag:yaml.org,2002:int",
          "tag:yaml.org,2002:float",
          "tag:yaml.org,2002:bool",
          "tag:yaml.org,2002:null" ->
          YamlScalars.resolve(text);
      default -> {
        if (!tag.startsWith("!")) {
          throw invalid(mark, "The YAML tag " + tag + " is unknown.");
        }
        ignored.put(mark, tag);
        yield text;
      }
    };
  }

  private Node sequence(Mark mark, int depth, YamlPlace place) {
    List<Node> items = new ArrayList<>();
    int index = 0;
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      Node item = value(e, depth + 1, place.below(String.valueOf(index++)));
      if (item != null) {
        items.add(item);
      }
    }
    return new Sequence(items, mark);
  }

  private Node mapping(Mark mark, int depth, YamlPlace place) {
    Map<String, Mapping.Entry> own = new LinkedHashMap<>();
    Map<String, Mark> seen = new HashMap<>();
    Node merge = null;
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      Mark keyMark = mark(e);
      boolean mergeKey =
          e instanceof ScalarEvent scalar
              && scalar.isPlain()
              && scalar.getTag().isEmpty()
              && scalar.getValue().equals(MERGE_KEY);
      String key = key(e, depth, keyMark);
      Mark earlier = seen.put(mergeKey ? "\0" : key, keyMark);
      if (earlier != null) {
        throw invalid(
            keyMark, "The key " + key + " is already set at line " + earlier.line() + ".");
      }
      Node value = value(events.next(), depth + 1, place.below(key));
      if (value != null && mergeKey) {
        merge = value;
      } else if (value != null) {
        own.put(key, new Mapping.Entry(keyMark, value));
      }
    }
    if (merge != null) {
      mergeInto(own, merge, true);
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

  private String key(Event event, int depth, Mark mark) {
    hidden++;
    Node node = value(event, depth + 1, YamlPlace.ROOT);
    hidden--;
    if (node instanceof Scalar scalar && scalar.value() instanceof String text) {
      return text;
    }
    String what =
        node instanceof Scalar scalar
            ? scalar.text() + " is " + scalar.kind()
            : node instanceof Mapping ? "a mapping" : "a list";
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
