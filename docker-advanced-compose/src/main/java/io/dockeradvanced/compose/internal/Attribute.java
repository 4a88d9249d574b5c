package io.dockeradvanced.compose.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of the attribute table: everything the passes need to know about one attribute.
 *
 * <p>The table is a tree like the file itself, so a pass walks both at once. The order of the
 * fields of a structure is the order in which they enter the config-hash.
 */
public final class Attribute {
  /** What the final value is. */
  public enum Kind {
    STRING,
    BOOLEAN,
    INTEGER,
    FLOAT,
    BYTES,
    DURATION,
    STRUCT,
    MAP,
    LIST
  }

  /** What may stand in the file. */
  enum Yaml {
    STRING("a string"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("empty"),
    MAPPING("a mapping"),
    LIST("a list");

    final String words;

    Yaml(String words) {
      this.words = words;
    }
  }

  /** How a later file is laid over an earlier one. */
  enum Merge {
    /** Mappings by key, lists appended, other values replaced. */
    DEFAULT("by key / append / replace"),
    REPLACE("replace"),
    TO_LIST("append as KEY=VALUE"),
    HOSTS("append what is new"),
    DEPENDS_ON("by service"),
    NETWORKS("by network"),
    MODELS("by model"),
    BUILD("by key"),
    LOGGING("by key while the driver is the same"),
    IPAM("by subnet");

    final String words;

    Merge(String words) {
      this.words = words;
    }
  }

  /** What makes two items of a list the same one; the later wins. */
  enum Unique {
    NONE,
    KEY,
    MOUNT,
    DEVICE,
    PORT,
    VALUE,
    PATH,
    CONFIG,
    SECRET
  }

  /** How short forms become long ones. */
  enum Canonical {
    NONE,
    DEPENDS_ON,
    ENV_FILE,
    NETWORKS,
    MOUNT,
    DEVICE,
    PORTS,
    STRING_TO_LIST,
    EXTERNAL,
    BUILD,
    KEY_VALUE,
    SSH,
    WORD,
    ONE_OR_LIST,
    FILE_MOUNT,
    GPUS
  }

  /** How the canonical value becomes the final one, where the kind alone does not say. */
  enum Bind {
    DEFAULT,
    COMMAND,
    HEALTH_TEST,
    ENVIRONMENT,
    LABELS,
    OPTIONS,
    HOSTS,
    ULIMIT,
    /** As options, but only texts and whole numbers. */
    TEXTS,
    /** Options of which each may have several values. */
    MANY_OPTIONS,
    SSH,
    FILE_MODE,
    COUNT
  }

  final String name;
  final Kind kind;
  final Map<String, Attribute> fields = new LinkedHashMap<>();
  final Set<String> required = new LinkedHashSet<>();
  @Nullable Attribute values;
  @Nullable Attribute items;
  EnumSet<Yaml> accepts;
  Merge merge = Merge.DEFAULT;
  Unique unique = Unique.NONE;
  Canonical canonical = Canonical.NONE;
  Bind bind = Bind.DEFAULT;
  @Nullable Pattern keys;
  @Nullable Pattern pattern;
  Set<String> oneOf = Set.of();
  long least = Long.MIN_VALUE;
  long most = Long.MAX_VALUE;
  boolean cast;
  boolean distinct;
  boolean present;
  boolean always;
  boolean hashed = true;
  Releases hashedIn = Releases.ALL;
  @Nullable Release since;
  @Nullable Releases orderedIn;
  private final Set<Attribute> ordered = new LinkedHashSet<>();
  @Nullable Releases presentIn;
  boolean shown = true;
  boolean open;
  boolean kept;
  boolean extensible = true;
  String written;
  String doc = "";
  Verdict verdict = Verdict.SUPPORTED;

  private Attribute(String name, Kind kind, Yaml first, Yaml... accepts) {
    this.name = name;
    this.written = name;
    this.kind = kind;
    this.accepts = EnumSet.of(first, accepts);
  }

  static Attribute string(String name) {
    return new Attribute(name, Kind.STRING, Yaml.STRING);
  }

  static Attribute bool(String name) {
    return new Attribute(name, Kind.BOOLEAN, Yaml.BOOLEAN, Yaml.STRING);
  }

  static Attribute integer(String name) {
    return new Attribute(name, Kind.INTEGER, Yaml.INTEGER, Yaml.STRING);
  }

  static Attribute decimal(String name) {
    return new Attribute(name, Kind.FLOAT, Yaml.NUMBER, Yaml.INTEGER, Yaml.STRING);
  }

  static Attribute bytes(String name) {
    return new Attribute(name, Kind.BYTES, Yaml.INTEGER, Yaml.STRING);
  }

  static Attribute duration(String name) {
    return new Attribute(name, Kind.DURATION, Yaml.STRING);
  }

  static Attribute struct(String name, Attribute... fields) {
    Attribute struct = new Attribute(name, Kind.STRUCT, Yaml.MAPPING);
    Arrays.stream(fields).forEach(field -> struct.fields.put(field.name, field));
    struct.present = true;
    return struct;
  }

  static Attribute map(String name, Attribute values) {
    Attribute map = new Attribute(name, Kind.MAP, Yaml.MAPPING);
    map.values = values;
    return map;
  }

  static Attribute list(String name, Attribute items) {
    Attribute list = new Attribute(name, Kind.LIST, Yaml.LIST);
    list.items = items;
    return list;
  }

  /** A list of strings. */
  static Attribute strings(String name) {
    return list(name, string("[]"));
  }

  /** {@code KEY: value} or a list of {@code KEY=value}; in the end a map. */
  static Attribute pairs(String name, Bind bind) {
    Attribute values =
        string("*").accepts(Yaml.STRING, Yaml.INTEGER, Yaml.NUMBER, Yaml.BOOLEAN, Yaml.NULL);
    Attribute pairs = map(name, values).accepts(Yaml.MAPPING, Yaml.LIST).merge(Merge.TO_LIST);
    pairs.items = string("[]");
    return pairs.unique(Unique.KEY).distinct().bind(bind);
  }

  Attribute accepts(Yaml first, Yaml... others) {
    accepts = EnumSet.of(first, others);
    return this;
  }

  Attribute also(Yaml... others) {
    Collections.addAll(accepts, others);
    return this;
  }

  Attribute merge(Merge rule) {
    merge = rule;
    return this;
  }

  Attribute unique(Unique rule) {
    unique = rule;
    return this;
  }

  Attribute canonical(Canonical rule) {
    canonical = rule;
    return this;
  }

  Attribute bind(Bind rule) {
    bind = rule;
    return this;
  }

  /** A text is turned into the kind right after substitution. */
  Attribute cast() {
    cast = true;
    return this;
  }

  /** No two items of the list may be equal. */
  Attribute distinct() {
    distinct = true;
    return this;
  }

  /** Written out whenever the file sets it, even to its zero value. */
  Attribute present() {
    present = true;
    return this;
  }

  /** Written out even when the file does not set it. */
  Attribute always() {
    always = true;
    return this;
  }

  Attribute notHashed() {
    hashed = false;
    return this;
  }

  /** Enters the config-hash of these releases of Compose only. */
  Attribute hashedIn(Releases releases) {
    hashedIn = releases;
    return this;
  }

  /** Releases of Compose before this one refuse a file that has it, and so never hashed it. */
  Attribute since(String release) {
    since = Release.of(release);
    return hashedIn(Releases.from(release));
  }

  /** These releases of Compose hash these fields first, in this order. */
  Attribute orderIn(Releases releases, String... names) {
    orderedIn = releases;
    Arrays.stream(names).map(fields::get).filter(Objects::nonNull).forEach(ordered::add);
    ordered.addAll(fields.values());
    return this;
  }

  /** Hashed by these releases of Compose whenever the file sets it, even to its zero value. */
  Attribute presentIn(Releases releases) {
    presentIn = releases;
    return this;
  }

  boolean isHashed(Release release) {
    return hashed && hashedIn.has(release);
  }

  /** The fields in the order in which this release hashes them. */
  Collection<Attribute> fields(Release release) {
    return orderedIn != null && orderedIn.has(release) ? ordered : fields.values();
  }

  /** No part of the canonical form. */
  Attribute notShown() {
    shown = false;
    return this;
  }

  /** Written as YAML even when it is zero, for a model would not load without it. */
  Attribute kept() {
    kept = true;
    return this;
  }

  /** Keys that no row knows are taken, and have no effect. */
  Attribute open() {
    open = true;
    return this;
  }

  /** Not even keys that begin with {@code x-}. */
  Attribute closed() {
    extensible = false;
    return this;
  }

  /** The name in the canonical form and the hash, where it is not that of the file. */
  Attribute written(String key) {
    written = key;
    return this;
  }

  Attribute require(String... names) {
    Collections.addAll(required, names);
    return this;
  }

  Attribute oneOf(String... texts) {
    oneOf = new LinkedHashSet<>(Arrays.asList(texts));
    return this;
  }

  Attribute matching(String regex) {
    pattern = Pattern.compile(regex);
    return this;
  }

  Attribute keys(String regex) {
    keys = Pattern.compile(regex);
    return this;
  }

  Attribute range(long from, long to) {
    least = from;
    most = to;
    return this;
  }

  Attribute doc(String sentence) {
    doc = sentence;
    return this;
  }

  /** What a deploy does with it; without one it is carried out. */
  Attribute verdict(Verdict what) {
    verdict = what;
    return this;
  }

  /** The row of a key below this one, or null where there is none. */
  @Nullable Attribute child(String key) {
    Attribute field = fields.get(key);
    return field != null ? field : values;
  }

  boolean isExtension(String key) {
    return kind == Kind.STRUCT && extensible && key.startsWith("x-");
  }
}
