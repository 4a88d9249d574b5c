package io.dockeradvanced.benchmarks;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;

/** What people use today. */
final class Peers {
  private Peers() {}

  /** docker-java with the transport that it recommends. */
  static DockerClient dockerJava(String uri) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(uri)
            .withDockerTlsVerify(false)
            .withApiVersion("1.41")
            .build();
    return DockerClientImpl.getInstance(
        config,
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .maxConnections(100)
            .build());
  }
}
