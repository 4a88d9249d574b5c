package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.Archives;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.operation.Data;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine is told is what Docker Compose 2.40 tells it. */
class ContainerBodyTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private static ComposeProject project(String line) {
    String file = "services:\n  web:\n    image: x\n    " + line + "\n";
    return StackSource.text(file).name("shop").load();
  }

  private static JsonNode hostConfig(ComposeProject project) throws IOException {
    ServiceSpec web = project.services().get("web");
    ApiVersion api = ApiVersion.parse("1.49");
    Checks checks = new Checks(project, api);
    var options =
        new SecurityOptions(project, checks).of(web.securityOptions(), "services.web.security_opt");
    checks.done();
    Data body = new ContainerBody(web, api, Optional::of, options).of(Data.empty(), "n");
    return JSON.readTree(body.toJson()).get("HostConfig");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ipc: host | {'IpcMode':'host'}",
        "pid: 'container:abc' | {'PidMode':'container:abc'}",
        "uts: host | {'UTSMode':'host'}",
        "userns_mode: host | {'UsernsMode':'host'}",
        "cgroup: private | {'CgroupnsMode':'private'}",
        "cgroup_parent: m | {'CgroupParent':'m'}",
        "isolation: default | {'Isolation':'default'}",
        "runtime: runsc | {'Runtime':'runsc'}",
        "storage_opt: {size: 1G} | {'StorageOpt':{'size':'1G'}}",
        "{cpu_rt_period: 1000, cpu_rt_runtime: 950} | {'CpuRealtimePeriod':1000,'CpuRealtimeRuntime':950}",
        "device_cgroup_rules: ['c 1:3 mr'] | {'DeviceCgroupRules':['c 1:3 mr']}",
        "security_opt: [systempaths=unconfined, no-new-privileges] | {'SecurityOpt':['no-new-privileges'],'MaskedPaths':[],'ReadonlyPaths':[]}",
        "blkio_config: {weight: 300, weight_device: [{path: /dev/a, weight: 400}], device_read_bps: [{path: /dev/a, rate: 1k}], device_read_iops: [{path: /dev/a, rate: 2}], device_write_bps: [{path: /dev/a, rate: 3}], device_write_iops: [{path: /dev/a, rate: 4}]}"
            + " | {'BlkioWeight':300,'BlkioWeightDevice':[{'Path':'/dev/a','Weight':400}],'BlkioDeviceReadBps':[{'Path':'/dev/a','Rate':1024}],'BlkioDeviceReadIOps':[{'Path':'/dev/a','Rate':2}],'BlkioDeviceWriteBps':[{'Path':'/dev/a','Rate':3}],'BlkioDeviceWriteIOps':[{'Path':'/dev/a','Rate':4}]}",
        "gpus: all | {'DeviceRequests':[{'Count':-1,'Capabilities':[['gpu']]}]}",
        "gpus: [{driver: nvidia, device_ids: ['0'], capabilities: [utility], options: {a: 1}}] | {'DeviceRequests':[{'Driver':'nvidia','DeviceIDs':['0'],'Options':{'a':'1'},'Capabilities':[['utility','gpu']]}]}",
        "{devices: ['/dev/a:/dev/b:r', 'v.com/c=d'], deploy: {resources: {reservations: {devices: [{capabilities: [tpu], count: 2}]}}}} | {'Devices':[{'PathOnHost':'/dev/a','PathInContainer':'/dev/b','CgroupPermissions':'r'}],'DeviceRequests':[{'Count':2,'Capabilities':[['tpu']]},{'Driver':'cdi','DeviceIDs':['v.com/c=d']}]}",
        "volumes: [{type: image, source: i, target: /i, image: {subpath: s}, read_only: true}] | {'Mounts':[{'Source':'i','ReadOnly':true,'Type':'image','Target':'/i','ImageOptions':{'Subpath':'s'}}]}",
        "volumes: [{type: bind, source: /a, target: /b, bind: {recursive: disabled, create_host_path: true}}] | {'Mounts':[{'Source':'/a','Type':'bind','Target':'/b','BindOptions':{'CreateMountpoint':true,'NonRecursive':true}}]}",
        "volumes: [{type: bind, source: /a, target: /b, read_only: true, bind: {recursive: readonly}}] | {'Mounts':[{'Source':'/a','ReadOnly':true,'Type':'bind','Target':'/b','BindOptions':{'ReadOnlyForceRecursive':true}}]}",
        "volumes: [{type: bind, source: /a, target: /b, read_only: true, bind: {recursive: writable}}] | {'Mounts':[{'Source':'/a','ReadOnly':true,'Type':'bind','Target':'/b','BindOptions':{'ReadOnlyNonRecursive':true}}]}",
        "volumes: [{type: bind, source: /a, target: /b}] | {'Binds':['/a:/b:rw']}",
        "volumes: [{type: bind, source: /a, target: /b, bind: {}}] | {'Mounts':[{'Source':'/a','Type':'bind','Target':'/b'}]}"
      })
  void hostConfig_ofTheAttribute_isThatOfCompose(String line, String expected) throws IOException {
    String yaml = line.startsWith("{") ? "<<: " + line : line;
    JsonNode wanted = JSON.readTree(expected.replace('\'', '"'));
    ObjectNode config = (ObjectNode) hostConfig(project(yaml));
    assertThat(config.remove("NetworkMode").asText()).isEqualTo("n");
    assertThat((Object) config).isEqualTo(wanted);
  }

  @Test
  void seccompProfile_isReadAndCompacted() throws IOException {
    Files.writeString(directory.resolve("p.json"), "{ \"a b\" : [1.50,\n \"\\\" x\"] }\n");
    Path file = directory.resolve("compose.yaml");
    Files.writeString(file, "services: {web: {image: x, security_opt: ['seccomp:./p.json']}}");
    JsonNode config = hostConfig(StackSource.file(file).name("shop").load());
    assertThat(config.get("SecurityOpt").get(0).asText())
        .isEqualTo("seccomp={\"a b\":[1.50,\"\\\" x\"]}");
  }

  @Test
  void seccompProfile_thatIsMissingOrNoJson_isRefused() throws IOException {
    Path file = directory.resolve("compose.yaml");
    Files.writeString(file, "services: {web: {image: x, security_opt: ['seccomp:p.json']}}");
    ComposeProject project = StackSource.file(file).name("shop").load();
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> hostConfig(project)))
        .hasMessageEndingWith(":1:43: the profile p.json does not exist");
    Files.writeString(directory.resolve("p.json"), "{");
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> hostConfig(project)))
        .hasMessageEndingWith(":1:43: the profile p.json is not a JSON object");
  }

  @Test
  void seccompProfile_ofABundle_isReadOutOfIt() throws IOException {
    byte[] archive =
        Archives.zip(
            Map.of(
                "compose.yaml",
                "services: {web: {image: x, security_opt: ['seccomp:sub/p.json']}}",
                "sub/p.json",
                "{ }"));
    StackSource bundle = StackSource.bundle(new ByteArrayInputStream(archive)).name("shop");
    assertThat(hostConfig(bundle.load()).get("SecurityOpt").get(0).asText())
        .isEqualTo("seccomp={}");
    byte[] outside =
        Archives.zip(
            Map.of(
                "compose.yaml",
                "services: {web: {image: x, security_opt: ['seccomp:/etc/hostname']}}"));
    ComposeProject project =
        StackSource.bundle(new ByteArrayInputStream(outside)).name("shop").load();
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> hostConfig(project)))
        .hasMessageContaining("the profile /etc/hostname lies outside of the bundle");
  }

  @Test
  void seccompProfile_ofAText_isNotRead() {
    assertThat(
            catchThrowableOfType(
                InvalidSpec.class,
                () -> hostConfig(project("security_opt: ['seccomp=/etc/passwd']"))))
        .hasMessage(
            "<text>:4:20: the profile /etc/passwd cannot be read, for this stack was given as text");
  }
}
