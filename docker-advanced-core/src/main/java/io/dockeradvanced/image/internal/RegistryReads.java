package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.image.Digest;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.image.RegistryRefused;
import io.dockeradvanced.image.RemoteImage;
import io.dockeradvanced.image.RemoteManifest;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads manifests, configurations and tags; whatever has a digest is checked against it. */
public final class RegistryReads {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";

  /** All four: with fewer a registry answers with something else than the tag stands for. */
  static final List<String> MANIFESTS = List.of(INDEX, LIST, OCI, DOCKER);

  private static final int MAX_MANIFEST = 4 << 20;
  private static final int MAX_CONFIG = 8 << 20;
  private static final int MAX_PAGE = 4 << 20;
  private static final int MOST_TAGS = 200_000;
  private static final int MOST_PAGES = 1000;
  private static final int MOST_ENTRIES = 10_000;
  private static final String ATTESTATION = "attestation-manifest";
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");

  private final RegistryCalls.Session session;

  /** Reads for one verb. */
  public RegistryReads(RegistryCalls.Session session) {
    this.session = session;
  }

  private ImageReference reference() {
    return session.reference();
  }

  private String target() {
    return reference().digest().map(Digest::toString).orElseGet(() -> reference().tag().orElse(""));
  }

  /** What the reference stands for, without reading it where the registry tells by itself. */
  public Digest digest() {
    RegistryHttp.Reply head;
    try {
      head = session.call("HEAD", "manifests/" + target(), MANIFESTS, MAX_MANIFEST);
    } catch (RegistryRefused e) {
      if (e.status() != 405 && e.status() != 400) {
        throw e;
      }
      return manifest().digest();
    }
    String told = head.header("Docker-Content-Digest");
    if (told.isEmpty()) {
      return manifest().digest();
    }
    Digest digest = parsed(told);
    checkAsked(digest);
    return digest;
  }

  /** The manifest or index itself. */
  public RemoteManifest manifest() {
    return manifest(target(), reference().digest());
  }

  private void checkAsked(Digest found) {
    reference()
        .digest()
        .filter(asked -> !asked.equals(found))
        .ifPresent(asked -> failDigest("the manifest", asked, found.toString()));
  }

  private RemoteManifest manifest(String target, Optional<Digest> expected) {
    RegistryHttp.Reply reply = session.call("GET", "manifests/" + target, MANIFESTS, MAX_MANIFEST);
    String told = reply.header("Docker-Content-Digest");
    Optional<Digest> claimed =
        expected.isPresent() || told.isEmpty() ? expected : Optional.of(parsed(told));
    claimed
        .filter(d -> !d.matches(reply.body()))
        .ifPresent(d -> failDigest("the manifest", d, Digest.of(reply.body()).toString()));
    Digest digest = claimed.orElseGet(() -> Digest.of(reply.body()));
    JsonNode json = json(reply.body(), "manifest");
    String type = json.path("mediaType").asText("");
    if (type.isEmpty()) {
      type = reply.header("Content-Type").replaceFirst(";.*", "").strip();
    }
    if (!MANIFESTS.contains(type)) {
      throw new RegistryRefused(
          reference().domain(),
          200,
          "%s is of the type %s, which is no image that can be read here; was it pushed by a tool of our days?"
              .formatted(reference(), type.isEmpty() ? "(none)" : type));
    }
    return new RemoteManifest(
        reference(),
        digest,
        type,
        new String(reply.body(), StandardCharsets.UTF_8),
        entries(json.path("manifests")));
  }

  private List<RemoteManifest.Entry> entries(JsonNode manifests) {
    List<RemoteManifest.Entry> entries = new ArrayList<>();
    if (manifests.size() > MOST_ENTRIES) {
      throw refused("its index has %d entries".formatted(manifests.size()));
    }
    for (JsonNode m : manifests) {
      JsonNode p = m.path("platform");
      Optional<Platform> platform =
          p.path("os").asText("").isEmpty() ? Optional.empty() : Optional.of(platform(p));
      boolean attestation =
          m.path("annotations").path("vnd.docker.reference.type").asText("").equals(ATTESTATION)
              || platform.filter(Platform::unknown).isPresent();
      entries.add(
          new RemoteManifest.Entry(
              parsed(m.path("digest").asText("")),
              m.path("mediaType").asText(""),
              m.path("size").asLong(),
              platform,
              attestation));
    }
    return entries;
  }

  /** What no platform can be called is one that nobody asks for. */
  private static Platform platform(JsonNode p) {
    return new Platform(
        part(p.path("os").asText("linux")),
        part(p.path("architecture").asText("unknown")),
        part(p.path("variant").asText("")));
  }

  private static String part(String text) {
    return text.matches("[A-Za-z0-9_.-]{0,64}") ? text : "unknown";
  }

  /** The image for a platform: through the index if there is one, down to the configuration. */
  public RemoteImage image(Platform platform) {
    RemoteManifest top = manifest();
    return new PlatformChoice(this, reference(), platform).in(top);
  }

  /** A manifest that an index names. */
  RemoteManifest child(Digest digest) {
    return manifest(digest.toString(), Optional.of(digest));
  }

  /** An image from its manifest and the configuration that it names. */
  RemoteImage image(Digest top, RemoteManifest manifest) {
    JsonNode json = json(manifest.json().getBytes(StandardCharsets.UTF_8), "manifest");
    Digest config = parsed(json.path("config").path("digest").asText(""));
    RegistryHttp.Reply reply = session.call("GET", "blobs/" + config, List.of(), MAX_CONFIG);
    if (!config.matches(reply.body())) {
      failDigest("the configuration", config, Digest.of(reply.body()).toString());
    }
    JsonNode c = json(reply.body(), "configuration");
    List<RemoteImage.Layer> layers = new ArrayList<>();
    for (JsonNode l : json.path("layers")) {
      layers.add(
          new RemoteImage.Layer(
              parsed(l.path("digest").asText("")),
              l.path("mediaType").asText(""),
              l.path("size").asLong()));
    }
    Map<String, String> labels = new LinkedHashMap<>();
    c.path("config")
        .path("Labels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asText("")));
    return new RemoteImage(
        reference(),
        top,
        manifest.digest(),
        config,
        platform(c),
        instant(c.path("created").asText("")),
        labels,
        layers);
  }

  /** All tags, in the registry's order. */
  public List<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    Set<String> asked = new LinkedHashSet<>();
    String path = "tags/list?n=1000";
    while (!path.isEmpty()) {
      if (!asked.add(path) || asked.size() > MOST_PAGES) {
        throw refused("its list of tags has no end");
      }
      RegistryHttp.Reply reply = session.call("GET", path, List.of(), MAX_PAGE);
      json(reply.body(), "list of tags").path("tags").forEach(t -> tags.add(t.asText("")));
      if (tags.size() > MOST_TAGS) {
        throw refused("it has more than " + MOST_TAGS + " tags");
      }
      path = next(reply);
    }
    return List.copyOf(tags);
  }

  /** Only the query of the link counts: where to ask is known, and nobody may change it. */
  private static String next(RegistryHttp.Reply reply) {
    for (String link : reply.headers().allValues("Link")) {
      Matcher m = NEXT.matcher(link);
      if (m.find()) {
        try {
          String query = URI.create(m.group(1)).getRawQuery();
          return query == null ? "" : "tags/list?" + query;
        } catch (IllegalArgumentException e) {
          return "";
        }
      }
    }
    return "";
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private JsonNode json(byte[] body, String what) {
    try {
      JsonNode json = Json.mapper().readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw refused("the " + what + " cannot be read as JSON");
  }

  private Digest parsed(String text) {
    try {
      return Digest.parse(text);
    } catch (InvalidSpec e) {
      throw refused("it names a digest that is none");
    }
  }

  private RegistryRefused refused(String why) {
    return new RegistryRefused(reference().domain(), 200, "%s: %s".formatted(reference(), why));
  }

  private void failDigest(String what, Digest expected, String found) {
    throw new VerificationFailed(
        null,
        "%s: %s of %s is not what its digest says: %s was asked for, %s came; somebody in between, or the registry itself, has changed it"
            .formatted(reference().domain(), what, reference(), expected, found));
  }
}
