package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Config;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which state and which key a command uses, and states that cannot be used. */
class ChosenStateTest {
  @TempDir Path directory;

  private byte[] key(String state, Path key, Map<String, String> environment) {
    Config config = ChosenState.into(Config.defaults(), state, key, environment);
    config.part(StateStore.class).ifPresent(StateStore::close);
    return config.part(SecretSource.class).orElseThrow().key();
  }

  @Test
  void nothing_chosen_isThatOfTheUser() {
    Config config = ChosenState.into(Config.defaults(), null, null, Map.of());
    assertThat(config.part(StateStore.class)).isEmpty();
    assertThat(config.part(SecretSource.class)).isEmpty();
  }

  @Test
  void key_isThatOfTheOptionThenOfTheEnvironmentThenBesideTheFile() throws Exception {
    String state = directory.resolve("state.db").toString();
    Path option = directory.resolve("option.key");
    Path variable = directory.resolve("variable.key");
    Map<String, String> environment = Map.of("DA_KEY_FILE", variable.toString());
    byte[] first = key(state, option, environment);
    byte[] second = key(state, null, environment);
    byte[] third = key(state, null, Map.of("DA_KEY_FILE", ""));
    assertThat(first).isEqualTo(Files.readAllBytes(option));
    assertThat(second).isEqualTo(Files.readAllBytes(variable));
    assertThat(third).isEqualTo(Files.readAllBytes(Path.of(state + ".key")));
    assertThat(Arrays.equals(first, second) || Arrays.equals(second, third)).isFalse();
    assertThat(key("jdbc:postgresql://h/x", option, Map.of())).isEqualTo(first);
    Config shared = ChosenState.into(Config.defaults(), "jdbc:postgresql://h/x", null, Map.of());
    assertThat(shared.part(SecretSource.class)).isEmpty();
    shared.part(StateStore.class).ifPresent(StateStore::close);
  }

  @Test
  void password_inTheArguments_isRefused() {
    for (String name : new String[] {"password", "sslpassword"}) {
      Da da =
          Da.run(
              java.util.List.of(
                  "--state", "jdbc:postgresql://h/x?user=u&" + name + "=hush", "stack", "ls"));
      assertThat(da.status()).isEqualTo(2);
      assertThat(da.errLines())
          .singleElement()
          .asString()
          .startsWith("--state: a password in an argument can be seen by everybody")
          .doesNotContain("hush");
    }
  }

  @Test
  void server_thatIsNotThere_isOneSentence() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (BadEngine engine =
        new BadEngine(
            directory,
            line ->
                line.contains("_ping")
                    ? BadEngine.json("OK")
                    : BadEngine.json(line.contains("/volumes?") ? "{\"Volumes\":[]}" : "[]"))) {
      Da da =
          Da.run(
              java.util.List.of(
                  "--host",
                  engine.uri(),
                  "--state",
                  "jdbc:postgresql://127.0.0.1:" + free + "/x",
                  "--key",
                  directory.resolve("key").toString(),
                  "recover"));
      assertThat(da.status()).as(da.err()).isEqualTo(1);
      assertThat(da.errLines())
          .singleElement()
          .asString()
          .startsWith("the state store postgresql://127.0.0.1:" + free + "/x cannot be reached;");
    }
  }
}
