package io.dockeradvanced.stack.internal;

import java.util.List;

/**
 * Lines of a service that a loader takes and an engine does not, and their neighbours that it does.
 */
public final class BadValues {
  /**
   * One line of a service.
   *
   * @param line as in a file, below {@code image}
   * @param column of what is wrong in it, from 1
   * @param message of the finding
   */
  public record Bad(String line, int column, String message) {
    @Override
    public String toString() {
      return line;
    }
  }

  public static final List<Bad> BAD =
      List.of(
          new Bad(
              "restart: sometimes",
              5,
              "restart 'sometimes' is none of no, always, on-failure, on-failure:N and"
                  + " unless-stopped"),
          new Bad(
              "restart: always:3",
              5,
              "only on-failure takes a number of restarts; 'always' does not"),
          new Bad(
              "deploy: {restart_policy: {condition: sometimes}}",
              31,
              "restart condition 'sometimes' is none of none, on-failure and any"),
          new Bad(
              "volumes: [\"/x:relative\"]",
              15,
              "'relative' is not an absolute path in the container"),
          new Bad(
              "volumes: [\"/x:/\"]", 15, "nothing can be mounted over the root of the container"),
          new Bad("tmpfs: [run]", 13, "'run' is not an absolute path in the container"),
          new Bad(
              "tmpfs: [\"/run:siz=1m\"]",
              13,
              "'siz=1m' is not an option of tmpfs such as size=64m"),
          new Bad(
              "volumes: [{type: bind, source: /x, target: /x, bind: {propagation: some}}]",
              15,
              "'some' is not a propagation such as rprivate or rslave"),
          new Bad("environment: [\"=x\"]", 5, "a variable has no name; write NAME=value"),
          new Bad("cap_add: [NET_ADMIN, FLY]", 26, "'FLY' is not a capability"),
          new Bad("cap_drop: [cap_fly]", 16, "'cap_fly' is not a capability"),
          new Bad("mem_limit: 5m", 5, "an engine gives a container at least 6 MB of memory"),
          new Bad(
              "deploy: {resources: {limits: {memory: 100k}}}",
              35,
              "an engine gives a container at least 6 MB of memory"),
          new Bad(
              "deploy: {resources: {limits: {memory: 8M}, reservations: {memory: 9M}}}",
              63,
              "more memory is reserved than the container may use"),
          new Bad("memswap_limit: 64m", 5, "a limit of swap needs a limit of memory beside it"),
          new Bad("mem_swappiness: 101", 5, "a swappiness is between 0 and 100"),
          new Bad("cpus: 0.001", 5, "a container gets at least 0.01 CPUs"),
          new Bad("cpus: 1000", 5, "this engine has only 2 CPUs"),
          new Bad("cpu_period: 10", 5, "a CPU period is between 1000 and 1000000 microseconds"),
          new Bad("cpu_quota: 10", 5, "a CPU quota is at least 1000 microseconds"),
          new Bad("cpuset: some", 5, "'some' is not a list of CPUs such as 0-2,4"),
          new Bad("stop_signal: SIGFOO", 5, "'SIGFOO' is not a signal such as SIGTERM"),
          new Bad("working_dir: tmp", 5, "'tmp' is not an absolute path in the container"),
          new Bad("ulimits: {files: 10}", 15, "'files' is not a limit such as nofile or nproc"),
          new Bad(
              "ulimits: {nofile: {soft: 20, hard: 10}}",
              15,
              "the soft limit 20 of nofile is above its hard limit 10"),
          new Bad(
              "sysctls: {kernel.panic: 1}",
              5,
              "kernel.panic belongs to the whole machine, not to a container; only net.*,"
                  + " fs.mqueue.* and the kernel.msg*, kernel.sem and kernel.shm* of a container"
                  + " can be set"),
          new Bad(
              "healthcheck: {test: [CMD, x], interval: 10us}",
              35,
              "a time of a health check is at least 1ms"),
          new Bad(
              "security_opt: [sandbox]",
              20,
              "'sandbox' is not a security option such as no-new-privileges:true, label=…,"
                  + " apparmor=… or seccomp=unconfined"),
          new Bad(
              "security_opt: [writable-cgroups=dang]",
              20,
              "'writable-cgroups=dang' is not a security option such as no-new-privileges:true,"
                  + " label=…, apparmor=… or seccomp=unconfined"),
          new Bad("devices: [\"tty0:/dev/x\"]", 15, "'tty0' is not an absolute path of a device"),
          new Bad(
              "extra_hosts: [\"a=b\"]",
              5,
              "'a=b' has no IP address; write HOST=ADDRESS or HOST=host-gateway"),
          new Bad("network_mode: nowhere", 5, "there is no network 'nowhere' on the engine"),
          new Bad(
              "network_mode: container:nobody", 5, "there is no container 'nobody' on the engine"),
          new Bad(
              "ports: [{target: 80, published: abc}]",
              13,
              "'abc' is not a port or a range of ports up to 65535"),
          new Bad(
              "ports: [{target: 80, protocol: xyz}]",
              13,
              "the protocol 'xyz' is none of tcp, udp, sctp"),
          new Bad("mac_address: abc", 5, "'abc' is not a MAC address such as 02:42:ac:11:00:02"),
          new Bad(
              "networks: {default: {ipv4_address: 10.9.8.7}}",
              26,
              "ipv4_address needs a subnet of its network; give networks.default.ipam.config one"),
          new Bad("platform: \"a b\"", 5, "'a b' is not a platform such as linux/amd64"));

  /** What Docker Compose or the engine takes, and misreads. */
  public static final List<Bad> MISREAD =
      List.of(
          new Bad(
              "restart: on-failure:x",
              5,
              "restart 'on-failure:x' is none of no, always, on-failure, on-failure:N and"
                  + " unless-stopped"),
          new Bad("dns: [dns.example]", 11, "'dns.example' is not an IP address"));

  /** Odd, and right. */
  public static final List<String> GOOD =
      List.of(
          "restart: on-failure:3",
          "restart: \"no\"",
          "deploy: {restart_policy: {condition: any}}",
          "deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}",
          "tmpfs: [\"/run:size=1m,mode=1777,noexec,uid=0\"]",
          "cap_add: [net_admin, CAP_CHOWN]",
          "cap_drop: [all]",
          "restart: any",
          "cap_drop: [cap_net_raw, Chown]",
          "mem_limit: 6m",
          "stop_signal: \"9\"",
          "stop_signal: term",
          "stop_signal: SIGRTMIN+3",
          "ulimits: {nofile: 1024, core: -1, rtprio: {soft: 0, hard: 0}}",
          "sysctls: {net.ipv4.ip_unprivileged_port_start: 0, kernel.shmmax: 1000000}",
          "healthcheck: {test: [CMD, \"true\"], interval: 100ms, start_period: 0s}",
          "security_opt: [no-new-privileges, \"seccomp:unconfined\", \"label=disable\"]",
          "extra_hosts: [\"a=host-gateway\", \"b=fe80::1\", \"c=10.0.0.1\"]",
          "dns: [\"10.0.0.1\", \"fe80::1\"]",
          "cpuset: 0-1",
          "pids_limit: -1",
          "memswap_limit: -1",
          "ports: [{target: 80, published: \"0\"}]",
          "environment: {\"A B\": c}",
          "devices: [\"/dev/null:/dev/x:r\"]",
          "mac_address: 02-42-ac-11-00-02",
          "volumes: [{type: tmpfs, target: /x, tmpfs: {size: 0}}]");

  private BadValues() {}

  /** A file of one service. */
  public static String file(String line) {
    return "services:\n  web:\n    image: docker-advanced-lab/web:1\n    %s\n".formatted(line);
  }
}
