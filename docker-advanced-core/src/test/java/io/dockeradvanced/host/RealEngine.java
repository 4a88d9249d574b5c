package io.dockeradvanced.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Json;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The engine of this machine, and containers on it that are gone when the test is. */
public final class RealEngine implements AutoCloseable {
  private final DockerHost host;
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> containers = new ArrayList<>();

  /** The engine of this run. */
  public RealEngine() {
    this(DockerHost.connect(LabEngine.get().uri()));
  }

  /**
   * @param host closed with this
   */
  public RealEngine(DockerHost host) {
    this.host = host;
  }

  public DockerHost host() {
    return host;
  }

  public Engine engine() {
    return Engine.of(host);
  }

  /** A name that no other test has. */
  public String name(String what) {
    return "da-host-" + what + "-" + run;
  }

  public static String image() {
    return LabImages.BUSYBOX;
  }

  /** The body of a container that runs a shell script; open standard input on demand. */
  public ObjectNode script(String script) {
    ObjectNode body = Json.object().put("Image", image());
    body.putArray("Entrypoint").add("/bin/sh").add("-c").add(script);
    body.putObject("Labels").put(Reconcile.STEP_LABEL, name("step")).put("da.test", run);
    body.put("StopSignal", "SIGKILL");
    return body;
  }

  /** Creates a container; answers its id. */
  public String create(String what, ObjectNode body) {
    String id = Reconcile.createContainer(engine(), name(what), body);
    containers.add(id);
    return id;
  }

  public String labelValue() {
    return run;
  }

  @Override
  public void close() {
    for (String id : containers) {
      ReconcileContainer.remove(engine(), id, true, true);
    }
    host.close();
  }
}
