package io.dockeradvanced.interop;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.host.EngineHost;
import io.dockeradvanced.internal.interop.DockerJavaHttp;

/**
 * A docker-java client for a host of ours, for what this library does not offer.
 *
 * <p>It speaks through the same transport, on connections of its own, so that it cannot starve the
 * host. Its log callback reuses its buffer: copy a frame's payload before you keep it.
 *
 * <pre>{@code
 * try (DockerClient docker = DockerJava.unwrap(host)) {
 *   docker.listSecretsCmd().exec();
 * }
 * }</pre>
 */
public final class DockerJava {
  private DockerJava() {}

  /**
   * A new client, at the version negotiated with the engine. Closing it ends its connections only;
   * at the latest the owner of the host does so.
   */
  public static DockerClient unwrap(DockerHost host) {
    EngineHost ours = (EngineHost) host;
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            // Only shown, never connected to: the transport below is what connects.
            .withDockerHost("unix:///var/run/docker.sock")
            .withDockerTlsVerify(false)
            .withApiVersion(host.apiVersion())
            .build();
    return DockerClientImpl.getInstance(
        config,
        new DockerJavaHttp(
            host.name(), ours.transport(), Owner.of(host.owner()), host.owner().config()));
  }
}
