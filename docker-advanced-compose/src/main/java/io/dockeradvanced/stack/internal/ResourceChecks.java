package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ResourcesSpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** What an engine takes for the resources of a service. */
final class ResourceChecks {
  private static final long LEAST_MEMORY = 6L << 20;
  private static final long LEAST_NANO_CPUS = 10_000_000;
  private static final int LEAST_PERIOD = 1_000;
  private static final int MOST_PERIOD = 1_000_000;
  private static final Pattern CPUS = Pattern.compile("\\d+(-\\d+)?(,\\d+(-\\d+)?)*");

  private final Checks checks;
  private final ResourcesSpec resources;
  private final String at;
  private final String memory;
  private final String reservation;
  private final String cpus;
  private final long shmSize;
  private final IntSupplier engineCpus;

  /**
   * @param engineCpus how many CPUs the engine has
   */
  ResourceChecks(Checks checks, ServiceSpec service, IntSupplier engineCpus) {
    this.checks = checks;
    this.resources = service.resources();
    this.at = "services." + service.name();
    String deploy = at + ".deploy.resources";
    this.memory = checks.written(deploy + ".limits.memory", at + ".mem_limit");
    this.reservation = checks.written(deploy + ".reservations.memory", at + ".mem_reservation");
    this.cpus = checks.written(deploy + ".limits.cpus", at + ".cpus");
    this.shmSize = service.shmSize();
    this.engineCpus = engineCpus;
  }

  void check() {
    memory();
    cpus();
    if (resources.pids() < -1) {
      checks.problem(
          checks.written(at + ".deploy.resources.limits.pids", at + ".pids_limit"),
          "a number of processes is -1 for no limit, or more");
    }
    if (shmSize < 0) {
      checks.problem(at + ".shm_size", "a size must not be negative");
    }
  }

  private void memory() {
    long limit = resources.memory();
    long least = resources.memoryReservation();
    long swap = resources.memorySwap();
    if (limit != 0 && limit < LEAST_MEMORY) {
      checks.problem(memory, "an engine gives a container at least 6 MB of memory");
    } else if (least != 0 && least < LEAST_MEMORY) {
      checks.problem(reservation, "an engine reserves at least 6 MB of memory for a container");
    } else if (limit != 0 && least > limit) {
      checks.problem(reservation, "more memory is reserved than the container may use");
    }
    if (swap < -1) {
      checks.problem(at + ".memswap_limit", "a limit of swap is -1 for none, or a size");
    } else if (swap > 0 && limit == 0) {
      checks.problem(at + ".memswap_limit", "a limit of swap needs a limit of memory beside it");
    } else if (swap > 0 && swap < limit) {
      checks.problem(
          at + ".memswap_limit", "memory and swap together cannot be less than the memory");
    }
    long swappiness = resources.memorySwappiness();
    if (swappiness < -1 || swappiness > 100) {
      checks.problem(at + ".mem_swappiness", "a swappiness is between 0 and 100");
    }
  }

  private void cpus() {
    long nano = resources.nanoCpus();
    if (nano != 0 && nano < LEAST_NANO_CPUS) {
      checks.problem(cpus, "a container gets at least 0.01 CPUs");
    } else if (nano != 0 && nano > engineCpus.getAsInt() * 1_000_000_000L) {
      checks.problem(cpus, "this engine has only %d CPUs", engineCpus.getAsInt());
    }
    long period = resources.cpuPeriod();
    long quota = resources.cpuQuota();
    if (period != 0 && (period < LEAST_PERIOD || period > MOST_PERIOD)) {
      checks.problem(at + ".cpu_period", "a CPU period is between 1000 and 1000000 microseconds");
    }
    if (quota > 0 && quota < LEAST_PERIOD) {
      checks.problem(at + ".cpu_quota", "a CPU quota is at least 1000 microseconds");
    }
    if (nano != 0 && (period != 0 || quota != 0)) {
      checks.problem(
          checks.written(at + ".cpu_period", at + ".cpu_quota"),
          "cpus is a period and a quota already; keep the one or the other");
    }
    if (resources.cpuShares() < 0) {
      checks.problem(at + ".cpu_shares", "a weight must not be negative");
    }
    if (!resources.cpuset().isEmpty() && !CPUS.matcher(resources.cpuset()).matches()) {
      checks.problem(
          at + ".cpuset", "'%s' is not a list of CPUs such as 0-2,4", resources.cpuset());
    }
  }
}
