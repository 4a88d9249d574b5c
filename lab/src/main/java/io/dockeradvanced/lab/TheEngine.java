package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** An engine of this JVM: found or started once, with its images. */
final class TheEngine {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Row, TheEngine> READY = new HashMap<>();
  private static final Map<Row, LabUnavailable> MISSING = new HashMap<>();

  final String uri;
  final DockerClient docker;

  TheEngine(String uri, DockerClient docker) {
    this.uri = uri;
    this.docker = docker;
  }

  static TheEngine get(Row row) {
    LOCK.lock();
    try {
      LabUnavailable missing = MISSING.get(row);
      if (missing != null) {
        throw missing.again();
      }
      return READY.computeIfAbsent(row, TheEngine::find);
    } catch (LabUnavailable e) {
      MISSING.put(row, e);
      throw e;
    } finally {
      LOCK.unlock();
    }
  }

  private static TheEngine find(Row row) {
    Path lab = LabScripts.project().resolve("lab");
    Fork fork = Fork.ofRun();
    String[] words = row.words(fork).toArray(String[]::new);
    String uri = LabScripts.lastLine(lab.resolve("engine"), fork.environment(), words);
    if (!uri.contains("://")) {
      throw new LabUnavailable(
          "lab/engine %s printed no DOCKER_HOST but '%s'".formatted(String.join(" ", words), uri));
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
