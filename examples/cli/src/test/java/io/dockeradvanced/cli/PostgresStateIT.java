package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Machines that share one journal: each runs {@code da} with {@code --state jdbc:postgresql:…}. */
@Lab
class PostgresStateIT {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();
  private static final String FILE =
      "services: {web: {image: 'docker-advanced-lab/web:1', stop_grace_period: 1s}}";

  @TempDir Path directory;
  private final String url = database.freshSchema() + "&user=" + LabPostgres.USER;

  /** Runs the command as on another machine: with a state directory and a key of its own. */
  private Da on(String machine, Path key, LabEngine engine, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "--host", engine.uri(), "--state", url));
    command.add("--no-progress");
    command.addAll(List.of(words));
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("XDG_STATE_HOME", directory.resolve(machine).toString());
    builder.environment().put("PGPASSFILE", database.server().passwordFile().toString());
    builder.environment().put("DA_KEY_FILE", key.toString());
    Process child = builder.start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Da(child.waitFor(), out, Files.readString(err));
  }

  @Test
  void machines_withOneKey_shareTheJournalAndOneWithAnotherIsRefused(LabEngine engine)
      throws Exception {
    String stack = engine.uniqueName("pgstate");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    String[] deploy = {"stack", "deploy", "-f", file.toString(), "-p", stack};
    Path key = directory.resolve("key");
    try {
      Da first = on("one", key, engine, deploy);
      assertThat(first.status()).as(first.err()).isZero();
      assertThat(first.err()).as("no chatter of libraries").isEmpty();
      assertThat(Integer.parseInt(operations())).isPositive();
      assertThat(directory.resolve("one")).as("nothing is kept on the machine").doesNotExist();

      Path copy =
          Files.copy(
              key, directory.resolve("copy"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      Da second = on("two", copy, engine, "recover");
      assertThat(second.status()).as(second.err()).isZero();
      assertThat(second.out()).contains("nothing to recover");

      Files.writeString(file, FILE.replace("web:1", "web:2"));
      Da stranger = on("three", directory.resolve("another"), engine, deploy);
      assertThat(stranger.status()).isEqualTo(1);
      assertThat(stranger.errLines())
          .singleElement()
          .asString()
          .startsWith("the journal in the state store postgresql://")
          .contains("was written with another key; give that key", "--key FILE")
          .doesNotContain(database.server().password());
      Da again = on("two", copy, engine, deploy);
      assertThat(again.status()).as(again.err()).isZero();
    } finally {
      on("one", key, engine, "stack", "down", stack);
    }
  }

  private String operations() {
    String schema = url.replaceAll(".*currentSchema=(\\w+).*", "$1");
    return database.sql("SELECT count(*) FROM " + schema + ".records WHERE kind LIKE 'operation%'");
  }
}
