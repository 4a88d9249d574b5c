package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The containers that another one is made with: it uses their namespaces, their volumes, or links
 * to them. Their ids may be known only when the steps that make them are done, so they are put into
 * the body when {@link CreateContainer} runs.
 *
 * <p>Parameters: {@code peers}, each with {@code from}, the step that makes it, or {@code id};
 * {@code uses}, each with the number of a {@code peer}, the {@code field} of the host configuration
 * it stands in - at {@code index}, where that is a list - and what stands {@code before} and {@code
 * after} the id. Secret: {@code hash}, pieces of {@code text} or numbers of a {@code peer}, the
 * SHA-256 of which becomes the label {@code com.docker.compose.config-hash}; there may be none.
 */
public final class Peers {
  private static final String PEERS = "peers";
  private static final String USES = "uses";
  private static final String HASH = "hash";
  private static final String PEER = "peer";
  private static final String CONFIG_HASH = "com.docker.compose.config-hash";

  private final List<Data> peers = new ArrayList<>();
  private final List<Data> uses = new ArrayList<>();
  private final List<Data> hash = new ArrayList<>();

  /** The container that a step makes; answers its number. */
  public int made(String step) {
    return add(Data.of("from", step));
  }

  /** A container that is there; answers its number. */
  public int there(String id) {
    return add(Data.of("id", id));
  }

  private int add(Data peer) {
    int known = peers.indexOf(peer);
    if (known >= 0) {
      return known;
    }
    peers.add(peer);
    return peers.size() - 1;
  }

  /** A field of the host configuration that is a text. */
  public void use(int peer, String field, String before) {
    uses.add(Data.of(PEER, peer).with("field", field).with("before", before));
  }

  /** An item of a field of the host configuration that is a list; the body has a place for it. */
  public void use(int peer, String field, int index, String after) {
    uses.add(Data.of(PEER, peer).with("field", field).with("index", index).with("after", after));
  }

  /** The next piece of what the configuration's hash is the digest of. */
  public void hashText(String text) {
    hash.add(Data.of("text", text));
  }

  /** As the other one, for the id of a peer. */
  public void hashId(int peer) {
    hash.add(Data.of(PEER, peer));
  }

  /** Adds them to a step that makes a container, which then comes after those of its peers. */
  public void addTo(Step.Builder creation) {
    if (peers.isEmpty() && hash.isEmpty()) {
      return;
    }
    Step step = creation.build();
    creation.parameters(step.parameters().with(PEERS, peers).with(USES, uses));
    if (!hash.isEmpty()) {
      creation.secret(step.secret().with(HASH, hash));
    }
    peers.forEach(peer -> peer.find("from").ifPresent(creation::after));
  }

  /** The body with the ids of the peers, and with the hash that they are part of. */
  static Data resolve(StepContext context, Data body) {
    Data parameters = context.step().parameters();
    List<String> ids = new ArrayList<>();
    for (Data peer : parameters.objects(PEERS)) {
      ids.add(id(context, peer));
    }
    Data host = body.object("HostConfig");
    for (Data use : parameters.objects(USES)) {
      host = put(host, use, ids.get((int) use.number(PEER, -1)));
    }
    Data resolved = parameters.objects(USES).isEmpty() ? body : body.with("HostConfig", host);
    List<Data> pieces = context.step().secret().objects(HASH);
    if (pieces.isEmpty()) {
      return resolved;
    }
    StringBuilder text = new StringBuilder();
    for (Data piece : pieces) {
      text.append(piece.find("text").orElseGet(() -> ids.get((int) piece.number(PEER, -1))));
    }
    return resolved.with(
        "Labels", body.object("Labels").with(CONFIG_HASH, sha256(text.toString())));
  }

  private static String id(StepContext context, Data peer) {
    if (peer.has("from")) {
      return Target.containerId(context, peer);
    }
    String id = peer.text("id");
    if (Target.container(Target.engine(context), id).isEmpty()) {
      throw new DockerAdvancedException(
          "%s: %s is made with container %s, which is gone; somebody removed it meanwhile"
              .formatted(context.host().name(), context.step().target(), Target.shortId(id)));
    }
    return id;
  }

  private static Data put(Data host, Data use, String id) {
    String field = use.text("field");
    String value = use.find("before").orElse("") + id + use.find("after").orElse("");
    if (!use.has("index")) {
      return host.with(field, value);
    }
    List<String> items = new ArrayList<>(host.texts(field));
    items.set((int) use.number("index", -1), value);
    return host.with(field, items);
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
