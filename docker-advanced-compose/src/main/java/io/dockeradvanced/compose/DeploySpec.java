package io.dockeradvanced.compose;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code deploy} section, without what {@link ServiceSpec} says elsewhere: the number of
 * containers, limits and the restart policy. Docker Compose ignores it outside of Swarm.
 *
 * @param mode {@code replicated}, {@code global} or empty
 * @param endpointMode {@code vip}, {@code dnsrr} or empty
 * @param labels of the service, not of its containers
 * @param constraints which nodes may run the service
 * @param preferences labels by which containers are spread
 * @param maxReplicasPerNode 0 for no limit
 * @param reservedCpus 0 for none
 * @param genericResources how many of each kind are reserved
 */
public record DeploySpec(
    String mode,
    String endpointMode,
    Map<String, String> labels,
    Optional<UpdateSpec> update,
    Optional<UpdateSpec> rollback,
    List<String> constraints,
    List<String> preferences,
    long maxReplicasPerNode,
    float reservedCpus,
    Map<String, Long> genericResources) {

  public DeploySpec {
    labels = Map.copyOf(labels);
    constraints = List.copyOf(constraints);
    preferences = List.copyOf(preferences);
    genericResources = Map.copyOf(genericResources);
  }
}
