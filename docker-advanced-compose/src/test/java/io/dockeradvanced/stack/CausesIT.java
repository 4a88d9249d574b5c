package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is made anew although its service in the file is the same: whoever made the stack, Docker
 * Compose and we make the same containers anew, and no others.
 */
@Lab
class CausesIT {
  /** IMAGE has a tag of this test's own, STACK is the name of the stack. */
  private static final String FILE =
      """
      services:
        web:
          image: IMAGE
          stop_grace_period: 1s
          networks: [front, back]
          depends_on: [db]
        db:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "1000"]
          stop_signal: SIGKILL
          networks: [back]
          volumes: [data:/named]
        side:
          image: docker-advanced-lab/web:1
          stop_grace_period: 1s
          networks: [front]
      networks: {front: , back: }
      volumes: {data: {name: STACK_first}}
      """;

  private static final List<String> CONTAINERS = List.of("db-1", "side-1", "web-1");

  @Engine LabEngine engine;
  private String repository = "";

  @BeforeEach
  void tag() {
    repository = engine.uniqueName("img");
    move(LabImages.WEB);
  }

  @AfterEach
  void untag() {
    engine.docker().removeImageCmd(image()).withForce(true).exec();
  }

  private void move(String to) {
    engine.docker().tagImageCmd(to, repository, "1").exec();
  }

  private String image() {
    return repository + ":1";
  }

  /** What happens to a stack between two deploys. */
  enum Event {
    NOTHING {
      @Override
      String happens(CausesIT test, TestStack stack, String file) {
        return file;
      }
    },
    TAG_MOVED("web-1") {
      @Override
      String happens(CausesIT test, TestStack stack, String file) {
        test.move(LabImages.WEB2);
        return file;
      }
    },
    NETWORK_LEFT("db-1") {
      @Override
      String happens(CausesIT test, TestStack stack, String file) {
        test.disconnect(stack, "db-1", "back");
        return file;
      }
    },
    ONE_OF_TWO_NETWORKS_LEFT("web-1") {
      @Override
      String happens(CausesIT test, TestStack stack, String file) {
        test.disconnect(stack, "web-1", "back");
        return file;
      }
    },
    ANOTHER_NETWORK_JOINED {
      @Override
      String happens(CausesIT test, TestStack stack, String file) {
        test.engine
            .docker()
            .connectToNetworkCmd()
            .withContainerId(stack.container("db-1"))
            .withNetworkId(stack.name + "_front")
            .exec();
        return file;
      }
    },
    VOLUME_CALLED_OTHERWISE("db-1") {
      @Override
      String happens(CausesIT test, TestStack stack, String file) {
        return file.replace("_first", "_second");
      }
    };

    private final List<String> anew;

    Event(String... anew) {
      this.anew = List.of(anew);
    }

    /** Answers the file that is deployed next. */
    abstract String happens(CausesIT test, TestStack stack, String file);
  }

  /** Who deploys. */
  private interface Deployer {
    void deploy(String file);
  }

  private void disconnect(TestStack stack, String container, String network) {
    engine
        .docker()
        .disconnectFromNetworkCmd()
        .withContainerId(stack.container(container))
        .withNetworkId(stack.name + "_" + network)
        .exec();
  }

  private static Map<String, String> ids(TestStack stack) {
    Map<String, String> ids = new TreeMap<>();
    CONTAINERS.forEach(name -> ids.put(name, stack.id(name)));
    return ids;
  }

  /** The containers that a deploy makes anew. */
  private static List<String> anew(TestStack stack, Runnable deploy) {
    Map<String, String> before = ids(stack);
    deploy.run();
    Map<String, String> after = ids(stack);
    return CONTAINERS.stream().filter(name -> !before.get(name).equals(after.get(name))).toList();
  }

  @ParameterizedTest
  @EnumSource
  void event_makesTheSameAnewWithComposeAndWithUs(Event event) throws Exception {
    LabCompose compose = LabCompose.on(engine);
    for (boolean madeByUs : List.of(true, false)) {
      for (boolean deployedByUs : List.of(true, false)) {
        move(LabImages.WEB);
        try (TestStack stack = TestStack.on(engine)) {
          Deployer ours = file -> stack.stacks.deploy(stack.fileSource(file));
          Deployer theirs = file -> compose.up(stack.file(file), stack.name);
          String file = FILE.replace("IMAGE", image()).replace("STACK", stack.name);
          (madeByUs ? ours : theirs).deploy(file);

          String next = event.happens(this, stack, file);
          Deployer deployer = deployedByUs ? ours : theirs;
          assertThat(anew(stack, () -> deployer.deploy(next)))
              .as("made by %s, deployed by %s", who(madeByUs), who(deployedByUs))
              .isEqualTo(event.anew);
          check(stack, next);

          Deployer other = deployedByUs ? theirs : ours;
          assertThat(anew(stack, () -> other.deploy(next)))
              .as("then deployed by %s", who(!deployedByUs))
              .isEmpty();
          assertThat(stack.stacks.plan(stack.fileSource(next)).isEmpty()).isTrue();
        }
      }
    }
  }

  private static String who(boolean us) {
    return us ? "us" : "Compose";
  }

  /** All is as the file says. */
  private void check(TestStack stack, String file) {
    String image = engine.docker().inspectImageCmd(image()).exec().getId();
    assertThat(stack.inspect("web-1").getImageId()).isEqualTo(image);
    assertThat(networks(stack, "web-1")).contains(stack.name + "_front", stack.name + "_back");
    assertThat(networks(stack, "db-1")).contains(stack.name + "_back");
    String volume = stack.name + (file.contains("_second") ? "_second" : "_first");
    assertThat(stack.inspect("db-1").getMounts())
        .singleElement()
        .satisfies(mount -> assertThat(mount.getName()).isEqualTo(volume));
  }

  private static Iterable<String> networks(TestStack stack, String container) {
    return stack.inspect(container).getNetworkSettings().getNetworks().keySet();
  }

  /** Compose looks at the networks of what runs, and so starts it without one of them first. */
  @Test
  void networkLeftByAStoppedContainer_isSeenAtOnceAndByComposeOnlyWhenItRuns() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      String file = FILE.replace("IMAGE", image()).replace("STACK", stack.name);
      stack.stacks.deploy(stack.fileSource(file));

      stack.stop("web-1");
      disconnect(stack, "web-1", "back");
      assertThat(anew(stack, () -> stack.stacks.deploy(stack.fileSource(file))))
          .containsExactly("web-1");
      check(stack, file);

      stack.stop("web-1");
      disconnect(stack, "web-1", "back");
      assertThat(anew(stack, () -> compose.up(stack.file(file), stack.name))).isEmpty();
      assertThat(networks(stack, "web-1")).containsExactly(stack.name + "_front");
      assertThat(anew(stack, () -> compose.up(stack.file(file), stack.name)))
          .containsExactly("web-1");
      check(stack, file);
    }
  }
}
