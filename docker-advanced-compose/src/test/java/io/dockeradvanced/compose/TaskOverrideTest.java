package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task has otherwise than its service. */
class TaskOverrideTest {
  private static final ComposeProject SHOP =
      StackSource.text(
              """
              services:
                web:
                  image: x
                  ports: ["80:80"]
                  volumes: [data:/data, /cache]
                  cap_add: [net_admin]
                  cap_drop: [CAP_MKNOD]
                other: {image: x}
              volumes: {data: }
              """)
          .name("shop")
          .variable("HOME", "/home/u")
          .load();

  private static ServiceSpec web(
      boolean ports,
      List<String> published,
      List<String> volumes,
      List<String> add,
      List<String> drop) {
    TaskOverride override = new TaskOverride(ports, published, volumes, add, drop);
    return SHOP.forTask("web", override).services().get("web");
  }

  private static ServiceSpec mounting(String... volumes) {
    return web(false, List.of(), List.of(volumes), List.of(), List.of());
  }

  @Test
  void ports_areThoseGiven_orNone_orTheServicesWhenAsked() {
    assertThat(mounting().ports()).isEmpty();
    assertThat(web(false, List.of("8080-8081:90-91/udp"), List.of(), List.of(), List.of()).ports())
        .extracting(PortSpec::published)
        .containsExactly("8080", "8081");
    assertThat(web(true, List.of(), List.of(), List.of(), List.of()).ports())
        .isEqualTo(SHOP.services().get("web").ports());
    assertThatThrownBy(() -> new TaskOverride(true, List.of("80"), List.of(), List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("choose one");
  }

  @Test
  void volumes_areAdded_andTakeThePlaceOfThoseAtTheirTarget() {
    String here = Path.of("").toAbsolutePath().toString();
    ServiceSpec web = mounting("./site:/site:ro", "~/x:/x", "loose:/data/", "/cache2");
    assertThat(web.mounts())
        .extracting(mount -> mount.type() + " " + mount.source() + " " + mount.target())
        .containsExactly(
            "VOLUME  /cache",
            "BIND " + here + "/site /site",
            "BIND /home/u/x /x",
            "VOLUME loose /data",
            "VOLUME  /cache2");
    assertThat(web.mounts().get(1).readOnly()).isTrue();
  }

  @Test
  void capabilities_goFromOneListToTheOther_howeverTheyAreWritten() {
    ServiceSpec web = web(false, List.of(), List.of(), List.of("mknod"), List.of("CAP_NET_ADMIN"));
    assertThat(web.capabilitiesAdded()).containsExactly("mknod");
    assertThat(web.capabilitiesDropped()).containsExactly("CAP_NET_ADMIN");
  }

  @Test
  void shortForms_thatCannotBeRead_areAllTold() {
    InvalidSpec refused =
        catchThrowableOfType(
            InvalidSpec.class,
            () -> web(false, List.of("x", "80"), List.of("aa:bb:cc:dd"), List.of(), List.of()));
    assertThat(refused.findings()).hasSize(2);
    assertThat(refused)
        .hasMessageContaining("task of web: \"x\" is no port")
        .hasMessageContaining("\"aa:bb:cc:dd\" is no mount");
  }

  @Test
  void others_stayAsTheyAre_andTheHashIsThatOfTheTask() {
    TaskOverride override =
        new TaskOverride(false, List.of("81:80"), List.of(), List.of(), List.of());
    ComposeProject task = SHOP.forTask("web", override);
    assertThat(task.configHash("other")).isEqualTo(SHOP.configHash("other"));
    assertThat(task.configHash("web")).isNotEqualTo(SHOP.configHash("web"));
    assertThat(SHOP.services().get("web").ports()).hasSize(1);
    // Nobody is led to the port that the file has there.
    assertThat(task.where("services.web.ports[0]")).isEmpty();
    assertThatThrownBy(() -> SHOP.forTask("nope", override))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void environmentFile_knowsWhatWasGivenBefore(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("v.env"), "A=1\nB=${A}-${X}\nX\n");
    assertThat(EnvironmentFile.read(file, Map.of("X", "x")))
        .isEqualTo(Map.of("A", "1", "B", "1-x", "X", "x"));
    assertThatThrownBy(() -> EnvironmentFile.read(directory.resolve("none"), Map.of()))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("none: The environment file does not exist.");
  }
}
