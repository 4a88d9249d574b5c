package io.dockeradvanced.compose.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The config-hashes of a model, as each release of Compose makes them. */
public final class Hashes {
  private static final Releases NETWORKS = Releases.from("2.31.0");
  private static final Releases VOLUMES = Releases.from("2.32.0");

  private final Model model;
  private final UnaryOperator<String> imageIds;
  private final @Nullable UnaryOperator<String> containers;
  private final boolean deployed;

  /**
   * @param imageIds the id of an image by its name; the name where there is none
   * @param containers the containers of the services that others refer to; null where the names
   *     stay
   * @param deployed whether with what Compose adds when it deploys a service
   */
  public Hashes(
      Model model,
      UnaryOperator<String> imageIds,
      @Nullable UnaryOperator<String> containers,
      boolean deployed) {
    this.model = model;
    this.imageIds = imageIds;
    this.containers = containers;
    this.deployed = deployed;
  }

  /** The first release of each epoch, oldest first: within one, all releases hash alike. */
  public static Set<Release> epochs() {
    Set<Release> epochs = new TreeSet<>();
    // Older ones were not compared with ours.
    epochs.add(Release.of("2.17.2"));
    OlderValues.ranges().forEach(range -> add(range, epochs));
    add(NETWORKS, epochs);
    add(VOLUMES, epochs);
    collect(Attributes.ROOT, epochs, new LinkedHashSet<>());
    return epochs;
  }

  private static void collect(Attribute attribute, Set<Release> epochs, Set<Attribute> seen) {
    if (!seen.add(attribute)) {
      return;
    }
    add(attribute.hashedIn, epochs);
    add(attribute.orderedIn, epochs);
    add(attribute.presentIn, epochs);
    attribute.fields.values().forEach(field -> collect(field, epochs, seen));
    for (Attribute below : new Attribute[] {attribute.values, attribute.items}) {
      if (below != null) {
        collect(below, epochs, seen);
      }
    }
  }

  private static void add(@Nullable Releases range, Set<Release> epochs) {
    if (range != null && range.from() != null) {
      epochs.add(range.from());
    }
    if (range != null && range.until() != null) {
      epochs.add(range.until());
    }
  }

  /**
   * What this release writes on the containers of a service. There are several, for the same
   * service, where it depends on how its file says something; none where the service has what the
   * release does not know: it refuses such a file.
   */
  public Set<String> service(String name, Mapping given, Release release) {
    Release since = Since.of(given, ServiceAttributes.SERVICE);
    if (since != null && since.compareTo(release) > 0) {
      return Set.of();
    }
    Mapping written =
        Loader.section(model.merged(), "services").get(name) instanceof Mapping found
            ? found
            : Mapping.empty(given.mark());
    Set<String> hashes = new LinkedHashSet<>();
    for (Mapping form : OlderValues.of(resolved(given), written, release, imageIds)) {
      hashes.add(sha256(GoJson.forHash(form, ServiceAttributes.SERVICE, release)));
    }
    return hashes;
  }

  /** The text whose digest our release writes. */
  public String input(Mapping given) {
    Release release = model.release();
    // In what these releases hash nothing depends on how a file says it.
    Mapping form =
        OlderValues.of(resolved(given), Mapping.empty(given.mark()), release, imageIds).get(0);
    return GoJson.forHash(form, ServiceAttributes.SERVICE, release);
  }

  /** As Compose has the service when it hashes it. */
  private Mapping resolved(Mapping given) {
    // One that is built has the default platform by then.
    String platform = given.text("platform");
    String defaultPlatform = model.defaultPlatform();
    boolean defaulted =
        defaultPlatform != null && given.has("build") && (platform == null || platform.isEmpty());
    Mapping platformed = defaulted ? given.with("platform", defaultPlatform) : given;
    Mapping service = deployed ? ApiSocket.apply(platformed) : platformed;
    return containers == null ? service : PeerIds.in(service, containers);
  }

  /** What this release writes on a network; nothing before 2.31. */
  public Set<String> network(Mapping network, Release release) {
    return NETWORKS.has(release)
        ? Set.of(sha256(GoJson.forHash(network, Attributes.NETWORK, release)))
        : Set.of();
  }

  /** What this release writes on a volume; nothing before 2.32. */
  public Set<String> volume(Mapping volume, Release release) {
    if (!VOLUMES.has(release)) {
      return Set.of();
    }
    // Compose hashes a volume without a driver as a local one.
    String driver = volume.text("driver");
    Mapping hashed = driver == null || driver.isEmpty() ? volume.with("driver", "local") : volume;
    return Set.of(sha256(GoJson.forHash(hashed, Attributes.VOLUME, release)));
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
