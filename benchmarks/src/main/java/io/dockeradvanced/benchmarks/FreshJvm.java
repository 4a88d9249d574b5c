package io.dockeradvanced.benchmarks;

import com.github.dockerjava.api.DockerClient;
import io.dockeradvanced.Select;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.io.IOException;

/** What a short program does: ping, version, list; then it ends. */
public final class FreshJvm {
  private FreshJvm() {}

  /** Arguments: {@code ours} or {@code docker-java}, and the engine's URI. */
  public static void main(String[] args) throws IOException {
    if (args[0].equals("ours")) {
      try (DockerHost host = DockerHost.connect(args[1])) {
        host.ping();
        Engine.of(host).json(Call.get("/version"));
        System.out.println(Containers.on(host).list(Select.all()).size());
      }
    } else {
      try (DockerClient client = Peers.dockerJava(args[1])) {
        client.pingCmd().exec();
        client.versionCmd().exec();
        System.out.println(client.listContainersCmd().withShowAll(true).exec().size());
      }
    }
  }
}
