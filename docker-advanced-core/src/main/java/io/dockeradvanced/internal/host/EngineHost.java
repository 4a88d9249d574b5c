package io.dockeradvanced.internal.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.Capability;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.Endpoint;
import io.dockeradvanced.host.HostInfo;
import io.dockeradvanced.internal.Notices;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.Watchdog;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.HttpEngine;
import io.dockeradvanced.internal.http.Heartbeat;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.transport.TlsOptions;
import io.dockeradvanced.transport.Transport;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.net.URI;

/** A host with its transport, its connections and its engine. */
public final class EngineHost implements DockerHost, Engine.EngineHolder {
  private final String name;
  private final Endpoint endpoint;
  private final URI uri;
  private final DockerAdvanced owner;
  private final boolean borrowed;
  private final Transport transport;
  private final HostConnections connections;
  private final HttpEngine engine;

  /**
   * @param borrowed whether {@link #close} leaves everything to the owner, or closes the owner
   */
  public EngineHost(String name, Endpoint endpoint, DockerAdvanced owner, boolean borrowed) {
    Owner parts = Owner.of(owner);
    this.name = name;
    this.endpoint = endpoint;
    this.uri = HostAddress.parse(endpoint.uri());
    this.owner = owner;
    this.borrowed = borrowed;
    this.transport =
        Transports.create(
            uri,
            withItsOwn(
                endpoint,
                owner
                    .config()
                    .use(Watchdog.class, parts.watchdog())
                    .use(Notices.class, parts.singleton(Notices.class, Notices::new))));
    Heartbeat heartbeat = new Heartbeat(owner.config(), parts);
    this.connections =
        new HostConnections(transport, parts.watchdog(), heartbeat, HostConnections.POOL);
    this.engine = new HttpEngine(name, connections, owner.config().callTimeout(), owner.clock());
  }

  private static Config withItsOwn(Endpoint endpoint, Config config) {
    Config own = config;
    if (endpoint.tls().isPresent()) {
      own = own.use(TlsOptions.class, endpoint.tls().get());
    }
    if (endpoint.ssh().isPresent()) {
      own = own.use(SshOptions.class, endpoint.ssh().get());
    }
    return own;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public URI uri() {
    return HostAddress.shown(uri);
  }

  /** As it was given, to tell two hosts of one name apart. */
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public DockerAdvanced owner() {
    return owner;
  }

  @Override
  public Engine engine() {
    return engine;
  }

  /** For an adapter that needs connections of its own. */
  public Transport transport() {
    return transport;
  }

  /** For tests and for the numbers of a dashboard. */
  public HostConnections connections() {
    return connections;
  }

  @Override
  public void ping() {
    engine.ping();
  }

  @Override
  public HostInfo info() {
    JsonNode info = engine.json(Call.get("/info"));
    return new HostInfo(
        name,
        info.path("ServerVersion").asText(""),
        engine.api().toString(),
        engine.engineApi().toString(),
        info.path("OperatingSystem").asText(""),
        info.path("KernelVersion").asText(""),
        info.path("Architecture").asText(""),
        info.path("Driver").asText(""),
        info.path("CgroupVersion").asText("1"),
        info.path("NCPU").asInt(),
        info.path("MemTotal").asLong(),
        info.path("Containers").asInt(),
        info.path("ContainersRunning").asInt(),
        info.path("Images").asInt());
  }

  @Override
  public String apiVersion() {
    return engine.api().toString();
  }

  @Override
  public int openConnections() {
    return Math.max(transport.openChannels(), connections.openConnections());
  }

  @Override
  public boolean has(Capability capability) {
    return engine.api().compareTo(ApiVersion.parse(capability.since())) >= 0;
  }

  /** Ends the connections; for the owner. */
  public void shutDown() {
    connections.close();
    transport.close();
  }

  @Override
  public void close() {
    if (!borrowed) {
      owner.close();
    }
  }

  @Override
  public String toString() {
    String shown = uri().toString();
    return name.equals(shown) || shown.endsWith("//" + name) ? shown : name + " (" + shown + ")";
  }
}
