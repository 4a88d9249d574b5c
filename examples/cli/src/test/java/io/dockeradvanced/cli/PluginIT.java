package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabDocker;
import io.dockeradvanced.lab.LabEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker advanced …} by a real docker command, with its own options. */
@Lab
class PluginIT {
  @Engine LabEngine engine;
  @TempDir Path directory;
  private Path config;
  private String docker;

  @BeforeEach
  void install() throws Exception {
    docker = LabDocker.command();
    config = directory.resolve("config");
    Path plugin = config.resolve("cli-plugins/docker-advanced");
    Files.createDirectories(plugin.getParent());
    Files.writeString(
        plugin, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(String.join("' '", DaProcess.command())));
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
  }

  private Da docker(String host, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(docker, "--config", config.toString()));
    command.addAll(List.of(words));
    try (DaProcess process =
        DaProcess.start(
            directory,
            command,
            builder -> {
              builder.environment().remove("DOCKER_CONTEXT");
              builder.environment().put("DOCKER_HOST", host);
            })) {
      return process.end();
    }
  }

  @Test
  void contextDefault_isTheEngineOfTheEnvironment() throws Exception {
    Da da = docker(engine.uri(), "--context", "default", "-l", "warn", "advanced", "host", "info");
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out()).contains(engine.uri());
  }

  @Test
  void context_ofTheConfigurationGiven_isUsedAndDockerHostIsNot() throws Exception {
    String id =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest("lab".getBytes(StandardCharsets.UTF_8)));
    Path meta = config.resolve("contexts/meta/" + id + "/meta.json");
    Files.createDirectories(meta.getParent());
    Files.writeString(
        meta,
        "{\"Name\":\"lab\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":false}}}"
            .formatted(engine.uri()));
    Da da = docker("unix:///nowhere.sock", "-D", "--context", "lab", "advanced", "host", "info");
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out()).contains(engine.uri());

    Da list = docker("unix:///nowhere.sock", "advanced", "host", "ls");
    assertThat(list.status()).as(list.err()).isZero();
    assertThat(list.out()).as("contexts of the configuration given").contains("lab", engine.uri());
  }

  @Test
  void host_ofTheDockerCommand_isUsed() throws Exception {
    Da da = docker("unix:///nowhere.sock", "-H", engine.uri(), "advanced", "host", "info");
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out()).contains(engine.uri());
  }
}
