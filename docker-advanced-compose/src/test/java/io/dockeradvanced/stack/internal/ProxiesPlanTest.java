package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.ClientProxies;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proxies of the client in containers and builds. */
class ProxiesPlanTest {
  private static final String FILE =
      """
      services:
        web: {image: x, environment: {A: "1", https_proxy: own, NO_PROXY: }}
      """;

  private static final Map<String, String> SOME =
      Map.of("https_proxy", "http://u:pw@p:1", "HTTPS_PROXY", "http://u:pw@p:1", "NO_PROXY", "n");

  private static final ClientProxies PROXIES = host -> SOME;

  private static Step create(PlanData plan) {
    return PlanHost.step(plan, "create shop-web-1");
  }

  @Test
  void containers_haveThemBelowTheirOwnEnvironment() {
    try (PlanHost host = new PlanHost(PROXIES)) {
      PlanData plan = host.plan(FILE);
      assertThat(create(plan).secret().object("body").texts("Env"))
          .containsExactlyInAnyOrder(
              "A=1", "https_proxy=own", "NO_PROXY", "HTTPS_PROXY=http://u:pw@p:1");
      assertThat(plan.toString()).doesNotContain("pw");
    }
  }

  @Test
  void hash_isThatWithoutThem_soThatNothingIsMadeAnew() {
    String hash;
    try (PlanHost host = new PlanHost(ClientProxies.none())) {
      hash = hash(host);
    }
    try (PlanHost host = new PlanHost(PROXIES)) {
      assertThat(hash(host)).isEqualTo(hash);
      host.deployed(FILE);
      assertThat(host.plan(FILE).isEmpty()).isTrue();
    }
  }

  private static String hash(PlanHost host) {
    Data body = create(host.plan(FILE)).secret().object("body");
    return body.object("Labels").text(Labels.CONFIG_HASH);
  }

  @Test
  void builds_haveThemBesideTheirArguments(@TempDir Path context) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM x\n");
    String file = "services: {web: {build: {context: '%s', args: {A: 1}}}}".formatted(context);
    try (PlanHost host = new PlanHost(PROXIES)) {
      Data secret = PlanHost.step(host.plan(file), "build shop-web").secret();
      assertThat(secret.object("args").asMap()).containsOnlyKeys("A");
      assertThat(secret.object("proxies").asMap()).containsOnlyKeys(SOME.keySet());
    }
  }

  @Test
  void whatCannotBeRead_isAWarning() {
    ClientProxies broken =
        h -> {
          throw new InvalidSpec("config.json", 0, 0, "it cannot be read");
        };
    try (PlanHost host = new PlanHost(broken)) {
      assertThat(host.plan(FILE).warnings())
          .containsExactly(
              "no proxies are set in containers and builds: config.json: it cannot be read");
    }
  }
}
