package io.dockeradvanced.compose;

/**
 * What a container may use: the flat attributes of the service, with those of {@code deploy} over
 * them. 0 and empty mean that nothing is said.
 *
 * @param memorySwap memory and swap together in bytes; -1 for no limit on swap
 * @param memorySwappiness 0 to 100
 * @param realTimePeriod in microseconds
 * @param realTimeRuntime in microseconds
 * @param pids -1 for no limit
 */
public record ResourcesSpec(
    long nanoCpus,
    long cpuShares,
    long cpuPeriod,
    long cpuQuota,
    String cpuset,
    long memory,
    long memoryReservation,
    long memorySwap,
    long memorySwappiness,
    long pids,
    boolean oomKillDisable,
    int oomScoreAdjustment,
    long realTimePeriod,
    long realTimeRuntime,
    long windowsCpuCount,
    float windowsCpuPercent) {}
