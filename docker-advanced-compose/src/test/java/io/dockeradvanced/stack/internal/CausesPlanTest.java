package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.Change;
import io.dockeradvanced.stack.DeployOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a container is made anew whose part of the file did not change, and when it is not. */
class CausesPlanTest {
  private static final String FILE =
      """
      services:
        db: {image: x, networks: [back], volumes: ['data:/data']}
        web: {image: y, networks: [front, back]}
      networks: {front: , back: }
      volumes: {data: }
      """;

  private final PlanHost host = new PlanHost();

  @BeforeEach
  void deploy() {
    host.deployed(FILE);
    host.volume("data", host.desired(FILE).volumes().get("data").hash());
    host.find("shop-db-1").mounts("shop_data", "/data");
    host.inspect("/images/x/json").put("Id", "image of x");
    host.inspect("/images/y/json").put("Id", "image of x");
  }

  @AfterEach
  void close() {
    host.close();
  }

  /** What the plan makes anew, with the reasons; all that it does. */
  private List<String> changes(String file) {
    List<String> changes = new ArrayList<>();
    for (Change change : host.plan(file).changes()) {
      changes.add("%s %s: %s".formatted(change.action(), change.name(), change.why()));
    }
    return changes;
  }

  private List<String> changes() {
    return changes(FILE);
  }

  @Test
  void stack_asTheFileSays_hasNoCause() {
    assertThat(changes()).isEmpty();
    assertThat(host.plan(FILE).isEmpty()).isTrue();
  }

  // ---- images

  @Test
  void image_whoseTagMoved_makesAnewWhatWasMadeOfTheOldOne() {
    host.inspect("/images/y/json").put("Id", "sha256:new");
    host.find("shop-web-1").label(Labels.IMAGE, "sha256:old");
    assertThat(changes()).containsExactly("recreate shop-web-1: image y changed");
  }

  /** Compose from 5.4 on names the image of the platform, which is part of what the tag names. */
  @Test
  void image_ofTheLabelThatIsPartOfTheTag_isTheSame() {
    host.api("1.48");
    host.inspect("/images/y/json").put("Id", "sha256:index");
    host.inspect("/images/y/json")
        .putArray("Manifests")
        .addObject()
        .put("ID", "sha256:part")
        .put("Kind", "image");
    host.find("shop-web-1").label(Labels.IMAGE, "sha256:part");
    assertThat(changes()).isEmpty();
    host.find("shop-web-1").label(Labels.IMAGE, "sha256:old");
    assertThat(changes()).containsExactly("recreate shop-web-1: image y changed");
  }

  @Test
  void image_ofTheLabelThatIsAnAttestation_isAnother() {
    host.api("1.48");
    host.inspect("/images/y/json").put("Id", "sha256:index");
    host.inspect("/images/y/json")
        .putArray("Manifests")
        .addObject()
        .put("ID", "sha256:part")
        .put("Kind", "attestation");
    host.find("shop-web-1").label(Labels.IMAGE, "sha256:part");
    assertThat(changes()).containsExactly("recreate shop-web-1: image y changed");
  }

  /** What an engine lists as the image may be another digest of it. */
  @Test
  void image_ofTheLabel_isTheSameWhateverTheEngineListsOfTheContainer() {
    host.inspect("/images/y/json").put("Id", "sha256:same");
    host.find("shop-web-1")
        .label(Labels.IMAGE, "sha256:same")
        .json()
        .put("ImageID", "sha256:other");
    assertThat(changes()).isEmpty();
  }

  @Test
  void image_withoutLabel_isThatOfTheContainer() {
    host.inspect("/images/y/json").put("Id", "sha256:new");
    host.find("shop-web-1").json().put("ImageID", "sha256:new");
    assertThat(changes()).isEmpty();
    host.find("shop-web-1").json().put("ImageID", "sha256:old");
    assertThat(changes()).containsExactly("recreate shop-web-1: image y changed");
  }

  @Test
  void image_thatIsNotOnTheEngine_isNoCause() {
    String file = "services: {web: {image: gone}}";
    try (PlanHost other = new PlanHost().deployed(file)) {
      other.find("shop-web-1").label(Labels.IMAGE, "sha256:old");
      assertThat(PlanHost.changes(other.plan(file))).isEmpty();
    }
  }

  // ---- networks

  @Test
  void network_thatARunningContainerLeft_makesItAnew() {
    host.find("shop-web-1").leaves("front");
    assertThat(changes())
        .containsExactly("recreate shop-web-1: it is not attached to network shop_front");
  }

  /** Somebody removed the network and made another one of that name. */
  @Test
  void network_ofTheNameButAnotherOne_makesItAnew() {
    host.find("shop-web-1").leaves("back").joins("back", "net-of-before");
    assertThat(changes())
        .containsExactly("recreate shop-web-1: it is not attached to network shop_back");
  }

  /** It would start without the network; Docker Compose makes it anew only when it runs. */
  @Test
  void network_thatAStoppedContainerLeft_makesItAnewAtOnce() {
    host.find("shop-web-1").state("exited", "Exited (137) 2 minutes ago").leaves("front");
    assertThat(changes())
        .containsExactly("recreate shop-web-1: it is not attached to network shop_front");
  }

  /** An engine knows the id of the network only after the first start. */
  @Test
  void network_ofAContainerThatNeverRan_isKnownByItsName() {
    host.find("shop-web-1").state("created", "Created").leaves("front").joins("front", "");
    assertThat(changes()).noneMatch(change -> change.startsWith("recreate"));
  }

  @Test
  void network_beyondThoseOfTheFile_isNoCause() {
    host.find("shop-db-1").joins("front");
    assertThat(changes()).isEmpty();
  }

  // ---- volumes

  @Test
  void volume_thatIsNotMounted_makesTheContainerAnew() {
    host.find("shop-db-1").json().putArray("Mounts");
    assertThat(changes()).containsExactly("recreate shop-db-1: it does not mount volume shop_data");
  }

  /** The name of a volume is in no hash of a service. */
  @Test
  void volume_thatTheFileCallsOtherwise_makesTheContainerAnew() {
    assertThat(changes(FILE.replace("{data: }", "{data: {name: other}}")))
        .containsExactly(
            "create other: it is not there", "recreate shop-db-1: it does not mount volume other");
  }

  @Test
  void volume_besideThoseOfTheFile_isNoCause() {
    host.find("shop-web-1").mounts("shop_data", "/more");
    assertThat(changes()).isEmpty();
  }

  // ---- states

  /** It cannot be started: Docker Compose tries to, and fails. */
  @ParameterizedTest
  @CsvSource({"dead, Dead", "removing, Removal In Progress"})
  void container_thatCannotStartAgain_isMadeAnew(String state, String status) {
    host.find("shop-db-1").state(state, status);
    assertThat(changes()).containsExactly("recreate shop-db-1: it is " + state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"exited", "created", "restarting"})
  void container_inAnotherState_isNotMadeAnewForIt(String state) {
    host.find("shop-db-1").state(state, state);
    assertThat(changes()).noneMatch(change -> change.startsWith("recreate"));
  }

  // ---- all of them

  @Test
  void causes_together_areAllTold() {
    host.inspect("/images/x/json").put("Id", "sha256:new");
    host.find("shop-db-1").state("dead", "Dead").leaves("back").json().putArray("Mounts");
    assertThat(changes())
        .containsExactly(
            "recreate shop-db-1: image x changed, it is dead, it is not attached to network"
                + " shop_back, it does not mount volume shop_data");
  }

  @Test
  void causes_ofWhatIsNeverMadeAnew_countForNothing() {
    host.inspect("/images/x/json").put("Id", "sha256:new");
    host.find("shop-web-1").leaves("front");
    host.find("shop-db-1").json().putArray("Mounts");
    DeployOptions never = DeployOptions.defaults().recreate(DeployOptions.Recreate.NEVER);
    assertThat(PlanHost.changes(host.plan(FILE, never))).isEmpty();
  }
}
