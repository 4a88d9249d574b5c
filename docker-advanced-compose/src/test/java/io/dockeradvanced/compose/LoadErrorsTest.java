package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads when a file is wrong: file, line, column, and one clear sentence. */
class LoadErrorsTest {
  @TempDir Path directory;

  private static String messageOf(String yaml) {
    try {
      StackSource.text(yaml).name("shop").load();
    } catch (InvalidSpec e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("loaded");
  }

  private static String service(String line) {
    return "services:\n  web:\n    image: x\n    " + line + "\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imagee: y | 4:5: services.web.imagee is unknown; did you mean image.",
        "build: . | 4:12: The path . is relative, but the stack has no directory; make it absolute or set the working directory.",
        "build: {context: /c, dockerfil: x} | 4:26: services.web.build.dockerfil is unknown; did you mean dockerfile.",
        "build: {context: /c, ssh: [other]} | 4:32: services.web.build.ssh: \"other\" has no key; write NAME=FILE, or default.",
        "build: {context: /c, additional_contexts: [base]} | 4:48: services.web.build.additional_contexts: \"base\" has no value; write NAME=VALUE.",
        "build: {context: /c, dockerfile: a, dockerfile_inline: b} | 4:41: services.web.build has both dockerfile and dockerfile_inline; keep one.",
        "build: {context: /c, additional_contexts: {a: 'service:web2'}} | 4:51: services.web.build uses the service web2, which is not defined; did you mean web.",
        "secrets: [token] | 4:15: services.web uses the secret token, which is not defined.",
        "configs: [{source: c, mode: 0.5}] | 4:33: services.web.configs[0].mode \"0.5\" is no mode such as 0440.",
        "models: [llm] | 4:14: services.web uses the model llm, which is not defined.",
        "gpus: [{count: 1, device_ids: [a]}] | 4:13: services.web.gpus has both count and device_ids; keep one.",
        "gpus: [{count: few}] | 4:20: services.web.gpus[0].count \"few\" is neither a whole number nor all.",
        "develop: {watch: [{path: /a, action: sync}]} | 4:23: services.web.develop.watch needs a target for the action sync.",
        "blkio_config: {weight: 70000} | 4:28: services.web.blkio_config.weight must not be greater than 65535.",
        "post_start: [{user: root}] | 4:18: services.web.post_start[0] needs command.",
        "links: [db] | 4:13: services.web depends on db, which is not defined.",
        "volumes_from: ['db:ro'] | 4:20: services.web depends on db, which is not defined.",
        "label_file: /x.labels | 4:17: This stack was given as text, so it cannot read the file /x.labels.",
        "ports: 80 | 4:12: services.web.ports must be a list, not a number.",
        "ports: [80a] | 4:13: services.web.ports[0] \"80a\" is no port: \"80a\" is no port from 0 to 65535.",
        "ports: ['1.2.3:80:80'] | 4:13: services.web.ports[0] \"1.2.3:80:80\" is no port: 1.2.3 is not an IP address.",
        "ports: ['80:80', '80:81'] | 4:22: services.web publishes the port 80/tcp twice.",
        "stop_grace_period: 10 | 4:24: services.web.stop_grace_period must be a string, not a number.",
        "stop_grace_period: ten | 4:24: services.web.stop_grace_period \"ten\" is no duration such as 10s or 1m30s.",
        "mem_limit: lots | 4:16: services.web.mem_limit \"lots\" is no size such as 64m or 1g.",
        "privileged: maybe | 4:17: services.web.privileged must be true or false, not \"maybe\".",
        "networks: [bak] | 4:16: services.web joins the network bak, which is not defined.",
        "volumes: ['dat:/d'] | 4:15: services.web mounts the volume dat, which is not defined.",
        "depends_on: [db] | 4:18: services.web depends on db, which is not defined.",
        "depends_on: [web] | 4:18: The services depend on each other in a circle: web -> web.",
        "volumes: ['./a:/a'] | 4:15: The path ./a is relative, but the stack has no directory; make it absolute or set the working directory.",
        "command: 'a \"b' | 4:14: services.web.command cannot be split into words: quotes are not closed.",
        "network_mode: service:db | 4:19: services.web depends on db, which is not defined.",
        "env_file: /x.env | 4:15: This stack was given as text, so it cannot read the file /x.env.",
        "image: y | 4:5: The key image is already set at line 3.",
        "user: ${U:?name one} | 4:11: services.web.user: The variable U must be set: name one",
        "user: ${U | 4:11: services.web.user: The variable at \"${U\" is not complete: write ${NAME} or ${NAME:-default}, and $$ for a dollar sign.",
        "user: *nobody | 4:11: There is no anchor &nobody above this alias.",
        "user: !!binary eA== | 4:11: The YAML tag tag:yaml.org,2002:binary is unknown.",
        "extends: db | 4:14: services.web extends db, which is no service of its file.",
        "extends: web | 4:14: The services extend each other in a circle: web in <text>, which extends web in <text>.",
        "extends: {file: f.yaml, service: db} | 4:21: This stack was given as text, so it cannot read the file f.yaml.",
        "extends: {service: db, file: https://u:p@h/f.yaml} | 4:34: services.web.extends names https://h/…, but only files beside this one can be read; fetch it first and name the copy.",
        "extends: {service: db, file: 'https://u:p@ss@h/f.yaml?token=t'} | 4:34: services.web.extends names https://h/…, but only files beside this one can be read; fetch it first and name the copy.",
        "extends: [db] | 4:5: services.web.extends must be the name of a service or a mapping, not a list.",
        "extends: {file: f.yaml} | 4:5: services.web.extends needs service, the name of another service.",
        "scale: -1 | 4:5: services.web.scale must not be less than 0.",
        "extra_hosts: [lonely] | 4:19: services.web.extra_hosts: \"lonely\" has no address; write HOST=ADDRESS."
      })
  void load_wrongLine_isNamedWithItsPlace(String line, String message) {
    assertThat(messageOf(service(line))).isEqualTo("<text>:" + message);
  }

  @Test
  void load_severalMistakes_areAllNamedInOrder() {
    assertThat(messageOf(service("tty: perhaps\n    portss: []\n    user: ${X:?}")).lines())
        .containsExactly(
            "<text>:4:10: services.web.tty must be true or false, not \"perhaps\".",
            "<text>:5:5: services.web.portss is unknown; did you mean ports.",
            "<text>:6:11: services.web.user: The variable X must be set.");
  }

  @Test
  void load_tab_isNamed() {
    assertThat(messageOf("services:\n\tweb: {}\n"))
        .isEqualTo("<text>:2:1: YAML does not allow a tab here; indent with spaces.");
  }

  @Test
  void load_noImage_isNamedAtTheService() {
    assertThat(messageOf("services:\n  web:\n    tty: true\n"))
        .isEqualTo("<text>:2:3: services.web needs an image or a build.");
  }

  @Test
  void load_circle_isShown() {
    String yaml =
        "services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, depends_on: [c]}\n"
            + "  c: {image: x, depends_on: [a]}\n";
    assertThat(messageOf(yaml))
        .isEqualTo("<text>:4:30: The services depend on each other in a circle: a -> b -> c -> a.");
  }

  @Test
  void load_portsOfTwoServicesClash_namesBoth() {
    String yaml =
        "services:\n  a: {image: x, ports: ['80:1']}\n  b: {image: x, ports: ['0.0.0.0:80:1']}\n";
    assertThat(messageOf(yaml))
        .isEqualTo("<text>:3:25: services.b publishes the port 80/tcp but so does a.");
  }

  @Test
  void load_fixedPortOnDifferentAddresses_isFine() {
    String yaml =
        "services:\n  a: {image: x, ports: ['127.0.0.1:80:1', '127.0.0.2:80:1', '127.0.0.1:80:1/udp']}\n";
    assertThat(StackSource.text(yaml).name("s").load().services()).containsKey("a");
  }

  @Test
  void load_emptyText_isNamed() {
    assertThat(messageOf("")).isEqualTo("<text>: The file is empty.");
    assertThat(messageOf("- a\n"))
        .isEqualTo("<text>:1:1: A Compose file must be a mapping, not a list.");
  }

  @Test
  void load_badStackName_isRefused() {
    assertThatThrownBy(() -> StackSource.text(service("")).name("My Shop").load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("\"My Shop\" cannot name a stack");
    assertThatThrownBy(() -> StackSource.text(service("")).load())
        .hasMessageContaining("The stack has no name");
  }

  @Test
  void load_nameThatIsTooLong_isRefusedWhereItIsGiven() {
    String longest = "a".repeat(128);
    String longer = longest + "a";
    String problem = "A name of 129 characters cannot name a stack: use at most 128.";
    assertThat(StackSource.text(service("")).name(longest).load().name()).isEqualTo(longest);
    assertThatThrownBy(() -> StackSource.text(service("")).name(longer).load())
        .hasMessage("<text>: " + problem);
    assertThatThrownBy(() -> StackSource.text("name: " + longer + "\n" + service("")).load())
        .hasMessage("<text>:1:7: " + problem);
    Path folder = directory.resolve(longer);
    assertThatThrownBy(() -> StackSource.text(service("")).workingDirectory(folder).load())
        .hasMessage("<text>: " + problem);
  }

  @Test
  void check_ofNames_followsTheSameRule() {
    assertThat(StackName.check("0_shop-a")).isEqualTo("0_shop-a");
    for (String bad :
        List.of("", "-x", "_a", "Foo", "a b", "../x", "ü", "A/B", "a.b", "a".repeat(129))) {
      assertThatThrownBy(() -> StackName.check(bad))
          .as(bad)
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("cannot name a stack");
    }
    assertThatThrownBy(() -> StackName.check("a\nb")).hasMessageContaining("\"a?b\"");
  }

  @Test
  void load_fileWithoutEnd_isReadUpToTheLimit() {
    assertThatThrownBy(() -> StackSource.file(Path.of("/dev/zero")).name("s").load())
        .hasMessage("/dev/zero: The file is larger than 8 MiB.");
    assertThatThrownBy(
            () -> StackSource.text(service("")).name("s").envFile(Path.of("/dev/zero")).load())
        .hasMessage("/dev/zero: The environment file is larger than 8 MiB.");
  }

  @Test
  void load_filesThatCannotBeRead_areNamed() throws IOException {
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "services: {wéb: {}}".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> StackSource.file(directory.resolve("no.yaml")).load())
        .hasMessage(directory.resolve("no.yaml") + ": The file does not exist.");
    assertThatThrownBy(() -> StackSource.file(directory).load())
        .hasMessage(directory + ": The file is a directory.");
    assertThatThrownBy(() -> StackSource.file(latin).load())
        .hasMessage(latin + ": The file is not UTF-8 text.");
    assertThatThrownBy(() -> StackSource.discover(directory).load())
        .isInstanceOf(InvalidSpec.class);
  }

  @Test
  void load_missingEnvFiles_areNamed() throws IOException {
    Path file = directory.resolve("compose.yaml");
    Files.writeString(file, service("env_file: [a.env, {path: b.env, required: false}]"));
    assertThatThrownBy(() -> StackSource.file(file).processEnvironment(Map.of()).load())
        .hasMessage(
            file + ":4:16: There is no environment file " + directory.resolve("a.env") + ".");
    assertThatThrownBy(() -> StackSource.file(file).envFile(directory.resolve("c.env")).load())
        .hasMessage(directory.resolve("c.env") + ": The environment file does not exist.");
  }

  @Test
  @Timeout(20)
  void load_aliasBomb_isRefusedQuickly() {
    StringBuilder bomb = new StringBuilder("x-0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("x-").append(i).append(": &x").append(i).append(" [");
      bomb.append(("*x" + (i - 1) + ", ").repeat(9)).append("*x").append(i - 1).append("]\n");
    }
    long start = System.nanoTime();
    assertThat(messageOf(bomb.toString())).contains("Aliases blow the file up");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void load_aliasCycle_isRefused() {
    assertThat(messageOf("services: &s\n  web: {image: x, labels: *s}\n"))
        .isEqualTo("<text>:2:27: The alias *s stands inside its own anchor: a cycle.");
  }

  @Test
  @Timeout(20)
  void load_deepNesting_isRefused() {
    assertThat(messageOf("x-a: " + "[".repeat(50_000))).contains("<text>:1:");
  }

  @Test
  @Timeout(20)
  void load_aliasesThatNest_areRefusedBeforeTheyAreTooDeep() {
    StringBuilder yaml = new StringBuilder("x-0: &x0 [a]\n");
    for (int i = 1; i < 20_000; i++) {
      yaml.append("x-")
          .append(i)
          .append(": &x")
          .append(i)
          .append(" [*x")
          .append(i - 1)
          .append("]\n");
    }
    assertThat(messageOf(yaml.toString())).contains("nested more than 64 deep");
  }

  @Test
  @Timeout(20)
  void load_hugePortRanges_areRefused() {
    StringBuilder ports = new StringBuilder("ports: [");
    for (int i = 1; i < 1000; i++) {
      ports.append("'").append(i).append("-65535', ");
    }
    assertThat(messageOf(service(ports + "]"))).contains("add up to more than 70000 ports");
  }

  @Test
  @Timeout(20)
  void load_longChainOfServices_isFineAndItsCircleIsFound() {
    StringBuilder yaml = new StringBuilder("services:\n");
    for (int i = 0; i < 4_000; i++) {
      yaml.append("  s")
          .append(i)
          .append(": {image: x, depends_on: [s")
          .append(i + 1)
          .append("]}\n");
    }
    String chain = yaml + "  s4000: {image: x}\n";
    assertThat(StackSource.text(chain).name("s").load().services()).hasSize(4_001);
    assertThat(messageOf(yaml + "  s4000: {image: x, depends_on: [s0]}\n")).contains("in a circle");
  }

  @Test
  @Timeout(20)
  void load_manyVariablesInOneLine_areAllSubstituted() {
    String yaml = service("user: '" + "${A:-x}".repeat(20_000) + "'");
    assertThat(StackSource.text(yaml).name("s").load().services().get("web").user())
        .isEqualTo("x".repeat(20_000));
  }

  @Test
  void load_secretInABrokenValue_isNotShown() {
    String message = messageOf(service("environment: {PASSWORD: '${P:-hunter2'}"));
    assertThat(message).doesNotContain("hunter2");
  }

  @Test
  void load_severalFiles_areAllNamedAsGiven() {
    List<String> texts = List.of(service("tty: true"), "services: {web: {ttty: true}}");
    assertThatThrownBy(() -> StackSource.texts(texts).name("s").load())
        .hasMessage("<text 2>:1:18: services.web.ttty is unknown; did you mean tty.");
  }
}
