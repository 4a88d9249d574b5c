package io.dockeradvanced.benchmarks;

import io.dockeradvanced.compose.StackSource;
import java.nio.file.Path;

/**
 * A Compose file of a thousand services, as a generator would write it; loads it in a small JVM.
 */
public final class BigFile {
  static final int SERVICES = 1000;

  private BigFile() {}

  static String yaml() {
    StringBuilder yaml = new StringBuilder("name: big\nservices:\n");
    for (int i = 0; i < SERVICES; i++) {
      yaml.append("  s%d:\n".formatted(i))
          .append("    image: registry.example/team/app-%d:${TAG:-1.%d}\n".formatted(i % 50, i))
          .append("    command: [serve, --port, '80%02d']\n".formatted(i % 100))
          .append("    environment:\n      NUMBER: '%d'\n      MODE: production\n".formatted(i))
          .append("    labels: {team: t%d, tier: web}\n".formatted(i % 7))
          .append("    networks: [front, back]\n")
          .append("    volumes: ['data%d:/data', './conf/%d:/etc/app:ro']\n".formatted(i % 20, i))
          .append("    ports: ['127.0.0.1::%d']\n".formatted(8000 + i % 100))
          .append("    healthcheck: {test: [CMD, check], interval: 10s, retries: 3}\n")
          .append("    restart: unless-stopped\n")
          .append("    deploy: {resources: {limits: {cpus: '0.5', memory: 64M}}}\n");
      if (i > 0) {
        yaml.append("    depends_on: {s%d: {condition: service_started}}\n".formatted(i / 2));
      }
    }
    yaml.append("networks: {front: , back: }\nvolumes:\n");
    for (int i = 0; i < 20; i++) {
      yaml.append("  data%d: {}\n".formatted(i));
    }
    return yaml.toString();
  }

  /** Loads the file at the path, for a JVM that is started with little memory. */
  public static void main(String[] args) {
    int services = StackSource.file(Path.of(args[0])).load().services().size();
    if (services != SERVICES) {
      throw new IllegalStateException("loaded " + services);
    }
  }
}
