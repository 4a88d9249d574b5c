package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Vault;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldDiffTest {
  private static final Vault VAULT = new Vault(() -> new byte[32]);
  private static final String OLD =
      """
      {"Config":{"Image":"web:1","Env":["VERSION=1","DB_PASSWORD=hunter2","PATH=/bin"],
                 "Cmd":["serve"],"Labels":{"a":"b","com.docker.compose.service":"web"}},
       "HostConfig":{"Memory":0,"RestartPolicy":{"Name":"no","MaximumRetryCount":0},
                     "PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}]}},
       "NetworkSettings":{"Networks":{"shop_back":{}}}}
      """;
  private static final String IMAGE = "{\"Config\":{\"Env\":[\"PATH=/bin\"]}}";

  private static List<String> diff(String body) {
    JsonNode image = Json.tree(IMAGE);
    return FieldDiff.of(Json.tree(OLD), image, Data.parse(body), new Secrets(VAULT));
  }

  @Test
  void diff_ofTheSameThing_isEmpty() {
    assertThat(
            diff(
                """
                {"Image":"web:1","Env":["VERSION=1","DB_PASSWORD=hunter2"],"Labels":{"a":"b"},
                 "Cmd":["serve"],"HostConfig":{"RestartPolicy":{"Name":"no"},
                 "PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}]},"Binds":[]}}
                """))
        .isEmpty();
  }

  @Test
  void diff_ofAnImage_namesBoth() {
    assertThat(
            diff(
                """
                {"Image":"web:2","Env":["VERSION=1","DB_PASSWORD=hunter2"],"Labels":{"a":"b"}}
                """))
        .containsExactly("image: web:1 -> web:2");
  }

  @Test
  void diff_ofVariables_showsValuesButNoSecrets() {
    List<String> changes =
        diff(
            """
            {"Image":"web:1","Env":["VERSION=2","DB_PASSWORD=correct horse","NEW=3"],
             "Labels":{"a":"b"}}
            """);

    assertThat(changes)
        .contains("environment.VERSION: \"1\" -> \"2\"", "environment.NEW: added \"3\"")
        .anyMatch(line -> line.startsWith("environment.DB_PASSWORD: hmac:"));
    assertThat(String.join("\n", changes)).doesNotContain("hunter2").doesNotContain("horse");
  }

  @Test
  void diff_ofACommand_showsOnlyThatItChanged() {
    List<String> changes =
        diff(
            """
            {"Image":"web:1","Env":["VERSION=1","DB_PASSWORD=hunter2"],"Labels":{"a":"b"},
             "Cmd":["serve","--token=s3cr3t"]}
            """);

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0)).startsWith("Cmd: hmac:").doesNotContain("s3cr3t");
  }

  @Test
  void diff_ofLimitsAndNetworks_isTold() {
    assertThat(
            diff(
                """
                {"Image":"web:1","Env":["VERSION=1","DB_PASSWORD=hunter2"],"Labels":{},
                 "HostConfig":{"Memory":1024},
                 "NetworkingConfig":{"EndpointsConfig":{"shop_back":{},"shop_front":{}}}}
                """))
        .containsExactly("labels.a: removed", "Memory: 0 -> 1024", "networks: added shop_front");
  }

  @Test
  void diff_whenTheOldOneIsGone_doesNotFail() {
    JsonNode missing = MissingNode.getInstance();

    assertThat(FieldDiff.of(missing, missing, Data.of("Image", "web:1"), new Secrets(VAULT)))
        .containsExactly("image:  -> web:1");
  }
}
