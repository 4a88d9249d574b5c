package io.dockeradvanced.host;

import io.dockeradvanced.internal.engine.Engine;
import java.net.URI;

/** A host that is its own engine, for tests that say themselves what the engine answers. */
public abstract class FakeHost implements DockerHost, Engine.EngineHolder, Engine, AutoCloseable {
  @Override
  public final String name() {
    return "fake";
  }

  @Override
  public final String host() {
    return "fake";
  }

  @Override
  public final URI uri() {
    return URI.create("unix:///fake.sock");
  }

  @Override
  public void ping() {}

  @Override
  public HostInfo info() {
    throw new AssertionError("nobody here asks a fake engine what it is");
  }

  @Override
  public String apiVersion() {
    return api().toString();
  }

  @Override
  public int openConnections() {
    return 0;
  }

  @Override
  public boolean has(Capability capability) {
    return false;
  }

  @Override
  public final Engine engine() {
    return this;
  }

  @Override
  public void close() {
    owner().close();
  }
}
