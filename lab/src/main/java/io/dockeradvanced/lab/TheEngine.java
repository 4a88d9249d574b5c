package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The engine of this JVM: found or started once, with its images. */
final class TheEngine {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static @Nullable TheEngine ready;
  private static @Nullable LabUnavailable missing;

  final String uri;
  final DockerClient docker;

  TheEngine(String uri, DockerClient docker) {
    this.uri = uri;
    this.docker = docker;
  }

  static TheEngine get() {
    LOCK.lock();
    try {
      if (missing != null) {
        throw missing.again();
      }
      if (ready == null) {
        ready = find();
      }
      return ready;
    } catch (LabUnavailable e) {
      missing = e;
      throw e;
    } finally {
      LOCK.unlock();
    }
  }

  private static TheEngine find() {
    Path lab = LabScripts.project().resolve("lab");
    String uri = LabScripts.lastLine(lab.resolve("engine"), Map.of(), "ensure");
    if (!uri.contains("://")) {
      throw new LabUnavailable("lab/engine ensure printed no DOCKER_HOST but '" + uri + "'");
    }
    LabScripts.lastLine(lab.resolve("images"), Map.of("DOCKER_HOST", uri));
    return new TheEngine(uri, client(uri));
  }

  static DockerClient client(String uri) {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(uri)
            .withApiVersion("1.41")
            .build();
    return DockerClientImpl.getInstance(
        config,
        new ApacheDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .build());
  }
}
