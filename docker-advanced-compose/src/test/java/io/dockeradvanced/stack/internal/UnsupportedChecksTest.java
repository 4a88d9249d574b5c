package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a deploy does not carry out is refused by its place in the file. */
class UnsupportedChecksTest {
  private static final String REST =
      "  db: {image: x}\n"
          + "configs: {c: {content: t}}\nsecrets: {s: {file: /s}}\nmodels: {m: {model: x}}\n";

  private static ObjectNode info() {
    ObjectNode info = Json.object().put("SwapLimit", false).put("CgroupVersion", "2");
    info.putObject("Runtimes").putObject("runc");
    return info;
  }

  private static Checks check(String line, String api) {
    return check(line, api, "");
  }

  private static Checks check(String line, String api, String more) {
    String file = "services:\n  web:\n    image: x\n    " + line + "\n" + REST + more;
    ComposeProject project = StackSource.text(file).name("shop").load();
    Checks checks = new Checks(project, ApiVersion.parse(api));
    var web = project.services().get("web");
    new UnsupportedChecks(attribute -> checks, UnsupportedChecksTest::info).check(project);
    new NamespaceChecks(checks, web, "there"::equals).check();
    new ServiceChecks(checks, web).check();
    new MountChecks(checks, web, "busybox"::equals).check();
    new NetworkChecks(checks, project, web, "there"::equals, name -> false).check();
    return checks;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provider: {type: x} | 5: a provider is a program of this machine, and only containers are made; start it yourself, and leave the service out",
        "models: [m] | 5: AI models need Docker's Model Runner, which an engine alone does not have; run one as a service, and give its address with environment",
        "credential_spec: {file: f} | 5: only an engine for Windows knows it; remove it",
        "cpu_count: 2 | 5: only an engine for Windows knows it; remove it",
        "cpu_percent: 5 | 5: only an engine for Windows knows it; remove it",
        "isolation: hyperv | 5: only an engine for Windows knows it; remove it",
        "deploy: {mode: replicated-job} | 14: only Swarm runs jobs; use restart: no",
        "uts: 'service:db' | 5: 'service:db' is no mode that an engine knows",
        "{network_mode: 'service:db', ports: ['80:80']} | 38: ports has no place in the network of another container; say it there",
        "{network_mode: 'service:db', links: [db]} | 38: links has no place in the network of another container; say it there",
        "{network_mode: host, links: [db]} | 30: the network of the host knows no links; give other services their own networks",
        "{network_mode: bridge, external_links: [gone]} | 49: there is no container 'gone' on the engine",
        "external_links: ['a:b:c'] | 22: 'a:b:c' is not NAME or NAME:ALIAS",
        "volumes_from: ['db:no'] | 20: 'db:no' is not SERVICE, SERVICE:ro, container:NAME or container:NAME:ro",
        "volumes_from: ['container:gone'] | 20: there is no container 'gone' on the engine",
        "volumes: [{type: npipe, source: x, target: /y}] | 16: only an engine for Windows mounts a named pipe; mount a socket with type: bind",
        "ipc: 'container:gone' | 5: there is no container 'gone' on the engine",
        "pid: other | 5: 'other' is no mode that an engine knows",
        "userns_mode: keep | 5: 'keep' is no mode that an engine knows",
        "cpu_rt_runtime: 950 | 5: an engine with cgroup v2 has no real-time CPU time; leave it out",
        "runtime: runsc | 5: the engine has no runtime 'runsc'",
        "device_cgroup_rules: [all] | 27: 'all' is not a rule such as c 1:3 mr",
        "blkio_config: {weight: 5} | 20: a weight is between 10 and 1000",
        "blkio_config: {device_read_bps: [{path: sda, rate: 1}]} | 20: 'sda' is not an absolute path of a device",
        "blkio_config: {device_read_bps: [{path: /s, rate: -1}]} | 20: a rate must not be negative",
        "networks: {default: {gw_priority: 1}} | 26: gw_priority needs an engine with API 1.48; this one has 1.41",
        "networks: {default: {interface_name: e}} | 26: interface_name needs an engine with API 1.49; this one has 1.41",
        "volumes: [{type: bind, source: /a, target: /y, bind: {recursive: readonly}}] | 59: recursive: readonly needs an engine with API 1.44; this one has 1.41"
      })
  void attribute_thatIsNotCarriedOut_isRefusedByItsPlace(String given, String message) {
    String line = given.startsWith("{") ? "<<: " + given : given;
    InvalidSpec refused = catchThrowableOfType(InvalidSpec.class, () -> check(line, "1.41").done());
    assertThat(refused).hasMessage("<text>:4:" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "isolation: default",
        "deploy: {mode: replicated, placement: {}}",
        "ipc: 'container:there'",
        "network_mode: 'service:db'",
        "ipc: 'service:db'",
        "pid: 'service:db'",
        "volumes_from: ['db:ro', 'container:there:rw']",
        "links: ['db:data']",
        "external_links: ['there:other']",
        "pid: host",
        "runtime: runc",
        "use_api_socket: false",
        "security_opt: ['systempaths=unconfined']",
        "devices: ['vendor.com/class=all']",
        "networks: {default: {gw_priority: 1, interface_name: e}}",
        "volumes: [{type: image, source: busybox, target: /y}]"
      })
  void attribute_thatIsCarriedOut_isTaken(String line) {
    check(line, "1.49").done();
  }

  @Test
  void image_thatIsMountedAndNotThere_isRefused() {
    String line = "volumes: [{type: image, source: gone, target: /y}]";
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> check(line, "1.48").done()))
        .hasMessage("<text>:4:15: there is no image 'gone' on the engine; pull it before");
  }

  @Test
  void interfaceName_besideAnotherOneInTheDriversOptions_isRefused() {
    String line =
        "networks: {default: {interface_name: e, driver_opts:"
            + " {com.docker.network.endpoint.ifname: f}}}";
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> check(line, "1.49").done()))
        .hasMessage("<text>:4:26: driver_opts gives the interface another name, f; keep one");
  }

  @Test
  void develop_isOnlyWarnedOf() {
    Checks checks = check("develop: {watch: [{path: /a, action: rebuild}]}", "1.49");
    checks.done();
    assertThat(checks.warnings()).containsExactly("<text>:4:5: develop has no effect on a deploy.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deploy: {labels: {a: b}} | containers do not get them",
        "deploy: {endpoint_mode: vip} | only Swarm honours it",
        "deploy: {mode: global} | only Swarm honours it; the service has its replicas on this engine",
        "deploy: {update_config: {order: start-first}} | only Swarm honours it; replicas are replaced one by one",
        "deploy: {rollback_config: {parallelism: 0}} | only Swarm honours it; a failed deploy is undone as a whole",
        "deploy: {placement: {constraints: [a]}} | only Swarm honours it",
        "deploy: {resources: {reservations: {generic_resources: [{discrete_resource_spec: {kind: a, value: 1}}]}}} | only Swarm honours it",
        "deploy: {restart_policy: {delay: 1s}} | only Swarm honours it",
        "deploy: {restart_policy: {window: 1s}} | only Swarm honours it",
        "deploy: {resources: {reservations: {cpus: '1'}}} | only Swarm honours it",
        "{mem_limit: 64m, memswap_limit: 65m} | it has no effect, for this engine has no limit of swap",
        "{network_mode: host, ports: ['80:80']} | ports have no effect with network_mode: host",
        "mem_swappiness: 5 | mem_swappiness has no effect, for an engine with cgroup v2 has none",
        "ports: [{target: 80, mode: host}] | only Swarm tells mode: host from others",
        "volumes: [{type: bind, source: /a, target: /b, tmpfs: {size: 64m}}] | tmpfs has no effect on a mount of type bind",
        "volumes: [{type: tmpfs, target: /b, volume: {nocopy: true}}] | volume has no effect on a mount of type tmpfs",
        "volumes: [{type: volume, source: v, target: /b, bind: {selinux: z}}] | bind has no effect on a mount of type volume",
        "volumes: [{type: volume, source: v, target: /b, volume: {labels: {a: b}}}] | label the volume itself",
      })
  void attribute_withoutEffect_isWarnedOf(String given, String words) {
    String line = given.startsWith("{") ? "<<: " + given : given;
    Checks checks = check(line, "1.49", "volumes: {v: }\n");
    checks.done();
    assertThat(checks.warnings()).anyMatch(warning -> warning.contains(words));
  }

  @Test
  void selinux_withWhatNeedsTheOtherForm_isRefused() {
    Checks checks =
        check(
            "volumes: [{type: bind, source: /a, target: /b, bind: {selinux: Z, create_host_path: false}}]",
            "1.49");
    assertThat(catchThrowableOfType(InvalidSpec.class, checks::done))
        .hasMessageContaining("no selinux together with");
  }
}
