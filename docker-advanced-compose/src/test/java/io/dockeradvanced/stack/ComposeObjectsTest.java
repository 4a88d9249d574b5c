package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The comparison with what Docker Compose made sees what a file asks for, and no more. */
class ComposeObjectsTest {
  private static final String ID = "a".repeat(64);

  private static final String NETWORK =
      """
      {"Id": "ID", "IPAM": {"Driver": "default", "Options": null, "Config": [
        {"Subnet": "10.213.7.0/24", "IPRange": "10.213.7.128/25", "Gateway": "10.213.7.1",
         "AuxiliaryAddresses": {"other": "10.213.7.5"}}]}}
      """;

  private static final String CONTAINER =
      """
      {"Id": "ID", "State": {"Status": "exited", "ExitCode": 3, "Pid": 1, "StartedAt": "now"},
       "Config": {"Healthcheck": {"Test": ["CMD", "test", "-d"]}, "Env": ["A=b", "C=d"]},
       "HostConfig": {"Dns": ["10.0.0.54", "10.0.0.53"], "DnsSearch": ["b.c", "a.b"]},
       "NetworkSettings": {"MacAddress": "", "Networks": {"front": {
         "MacAddress": "02:42:ac:11:65:44", "IPAddress": "10.213.7.20"}}}}
      """;

  private static List<String> differences(String file, String json, String other)
      throws IOException {
    return of(file, other).differencesFrom(of(file, json));
  }

  private static ComposeObjects of(String file, String json) throws IOException {
    String thing = json.contains("IPAM") ? "network n" : "container c";
    return new ComposeObjects(
        Map.of(
            thing,
            ComposeObjects.comparable(
                thing,
                Json.mapper().readTree(json.replace("\"ID\"", "\"" + ID + "\"")),
                GivenAddresses.of(file))));
  }

  @ParameterizedTest
  @CsvSource({
    "10.213.7.0/24, 10.213.7.0/25",
    "10.213.7.128/25, 10.213.7.192/26",
    "10.213.7.1, 10.213.7.2",
    "10.213.7.5, 10.213.7.6",
    "default, other"
  })
  void network_whosePoolAFileGives_isComparedWithIt(String old, String changed) throws Exception {
    String other = NETWORK.replace('"' + old + '"', '"' + changed + '"');
    assertThat(differences("{subnet: 10.213.7.0/24}", NETWORK, other)).isNotEmpty();
    assertThat(differences("{subnet: 10.213.7.0/24}", NETWORK, NETWORK)).isEmpty();
  }

  @Test
  void network_whosePoolTheEngineChose_hasAnyOfTheSameShape() throws Exception {
    String other = NETWORK.replace("10.213.7.", "172.20.9.");
    assertThat(differences("networks: {a: }", NETWORK, other)).isEmpty();
    String more = NETWORK.replace("[\n", "[{\"Subnet\": \"fd00::/64\"},\n");
    assertThat(more).isNotEqualTo(NETWORK);
    assertThat(differences("networks: {a: }", NETWORK, more)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "02:42:ac:11:65:44, 02:42:ac:11:65:45",
    "10.213.7.20, 10.213.7.21",
    "exited, running",
    "3, 0"
  })
  void container_whatAFileAsksFor_isCompared(String old, String changed) throws Exception {
    String file = "{mac_address: '02:42:AC:11:65:44', ipv4_address: 10.213.7.20}";
    String other = CONTAINER.replace(old, changed);
    assertThat(differences(file, CONTAINER, other)).isNotEmpty();
    assertThat(differences(file, other, CONTAINER)).isNotEmpty();
    assertThat(differences(file, CONTAINER, CONTAINER)).isEmpty();
  }

  @Test
  void container_whatTheEngineChose_isNotCompared() throws Exception {
    String other =
        CONTAINER
            .replace("65:44", "65:45")
            .replace("7.20", "7.2")
            .replace("\"Pid\": 1", "\"Pid\": 2")
            .replace("now", "then");
    assertThat(differences("ports: [10.213.7.200]", CONTAINER, other)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"test\", \"-d\" | \"-d\", \"test\"",
        "\"10.0.0.54\", \"10.0.0.53\" | \"10.0.0.53\", \"10.0.0.54\"",
        "\"b.c\", \"a.b\" | \"a.b\", \"b.c\""
      })
  void list_whoseOrderMeansSomething_isComparedInOrder(String old, String changed)
      throws Exception {
    String other = CONTAINER.replace(old, changed);
    assertThat(other).isNotEqualTo(CONTAINER);
    assertThat(differences("", CONTAINER, other)).hasSize(1);
  }

  @Test
  void list_whoseOrderMeansNothing_isASet() throws Exception {
    String other = CONTAINER.replace("\"A=b\", \"C=d\"", "\"C=d\", \"A=b\"");
    assertThat(differences("", CONTAINER, other)).isEmpty();
  }
}
