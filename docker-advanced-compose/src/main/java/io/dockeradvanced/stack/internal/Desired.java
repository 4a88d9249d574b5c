package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Data;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack should be on an engine: bodies of create calls, made from the model. Labels that
 * depend on what is found are added by the planner.
 *
 * @param chosen names of the services that are deployed; the others are left alone
 */
public record Desired(
    String project,
    Map<String, Network> networks,
    Map<String, Volume> volumes,
    Map<String, Service> services,
    Set<String> chosen,
    Set<String> disabled,
    List<String> warnings,
    Adoption adoption) {

  /** This with other services, of which some are deployed. */
  Desired with(Map<String, Service> all, Set<String> some) {
    return new Desired(project, networks, volumes, all, some, disabled, warnings, adoption);
  }

  /** Whether a service is deployed. */
  boolean isChosen(String service) {
    return chosen.contains(service);
  }

  /**
   * @param key in the Compose file
   * @param name on the engine
   * @param external must be there, is never made or removed
   * @param where position in the file, for messages
   */
  public record Network(
      String key, String name, String hash, boolean external, Data body, String where) {}

  public record Volume(
      String key, String name, String hash, boolean external, Data body, String where) {}

  /** On what another service has to wait for. */
  public enum Until {
    STARTED,
    HEALTHY,
    COMPLETED
  }

  /**
   * @param required whether a failure of the other service fails this one
   * @param restart whether this one restarts when the other is made anew
   */
  public record Dependency(String service, Until until, boolean required, boolean restart) {}

  /**
   * A port of the host, or one of a range, that a container wants.
   *
   * @param address of the host; empty for all
   * @param where position in the file
   */
  public record Port(String address, int first, int last, String protocol, String where) {

    /** One port of a range. */
    Port only(int port) {
      return new Port(address, port, port, protocol, where);
    }

    /** For messages. */
    String words() {
      String number = first == last ? Integer.toString(first) : first + "-" + last;
      String host = address.contains(":") ? "[" + address + "]" : address;
      return "port " + (host.isEmpty() ? "" : host + ":") + number;
    }
  }

  /** An attachment to a network beyond the first. */
  public record Attachment(String network, Data endpoint) {

    /** Without the names that it shares with others. */
    Attachment nameless() {
      return new Attachment(network, endpoint.with("Aliases", List.of()));
    }
  }

  /**
   * @param networkKeys the networks of the stack it is attached to
   * @param volumeKeys the named volumes it mounts
   * @param containerName fixed name, or empty
   * @param pull {@code always}, {@code missing}, {@code never}, or at which age
   * @param check true: has a health check; false: has none; empty: the image decides
   * @param stopSeconds grace of a stop
   * @param body of the create call, with the labels of the file
   * @param mountTargets container paths that the service mounts itself
   * @param ports of the host that it wants and that the engine does not choose
   * @param references what its containers have of others
   */
  public record Service(
      String name,
      String image,
      Optional<String> platform,
      String pull,
      int replicas,
      String hash,
      Optional<String> containerName,
      List<String> networkKeys,
      List<String> volumeKeys,
      List<Dependency> dependencies,
      Optional<Boolean> check,
      boolean restarts,
      long stopSeconds,
      Data body,
      List<Attachment> attachments,
      List<String> mountTargets,
      List<Port> ports,
      References references,
      Extras extras,
      Places places) {

    /** Whether the image is pulled although it is there, always or at some age. */
    boolean isPulledAgain() {
      return !pull.equals("missing") && !pull.equals("never");
    }

    /** This with another number of containers and another pull policy. */
    Service with(int number, String pullPolicy) {
      return new Service(
          name,
          image,
          platform,
          pullPolicy,
          number,
          hash,
          containerName,
          networkKeys,
          volumeKeys,
          dependencies,
          check,
          restarts,
          stopSeconds,
          body,
          attachments,
          mountTargets,
          ports,
          references,
          extras,
          places);
    }

    /** This with an image that is built so, and not pulled. */
    Service built(ImageBuild build) {
      return with(replicas, "never").with(extras.with(build));
    }

    /**
     * This with an image that is not built; one without a name of its own only a build could give.
     *
     * @param afterPulls whether what is pulled although it is there has just been pulled
     */
    Service unbuilt(String project, boolean afterPulls) {
      if (extras.build().isEmpty()) {
        return this;
      }
      boolean isNameless = image.equals(project + "-" + name);
      String other = isNameless ? "never" : afterPulls && isPulledAgain() ? "missing" : pull;
      return with(replicas, other).with(extras.withoutBuild());
    }

    private Service with(Extras other) {
      return new Service(
          name,
          image,
          platform,
          pull,
          replicas,
          hash,
          containerName,
          networkKeys,
          volumeKeys,
          dependencies,
          check,
          restarts,
          stopSeconds,
          body,
          attachments,
          mountTargets,
          ports,
          references,
          other,
          places);
    }

    /**
     * A task of this: with another body of the create call, without hooks, as Docker Compose runs
     * none for tasks.
     *
     * @param aliases whether it answers to the names of the service
     */
    Service task(Data other, boolean aliases) {
      return new Service(
          name,
          image,
          platform,
          pull,
          replicas,
          hash,
          containerName,
          networkKeys,
          volumeKeys,
          dependencies,
          check,
          restarts,
          stopSeconds,
          other,
          aliases ? attachments : attachments.stream().map(Attachment::nameless).toList(),
          mountTargets,
          ports,
          references,
          extras.withoutHooks(),
          places);
    }

    /** Of the whole service. */
    String where() {
      return places.service();
    }
  }

  /** Positions in the file of a service and of what messages point at in it. */
  public record Places(String service, String image, String containerName) {}
}
