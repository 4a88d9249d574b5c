package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.container.internal.CopyFiles;
import io.dockeradvanced.container.internal.CreateContainer;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** New containers, the images they are made of and the volumes that are handed on to them. */
final class Creations {
  private final Deploy deploy;
  private final Bands bands;
  private final PlannedContainers containers;
  private final Set<String> usedImages = new TreeSet<>();
  private final Set<String> ensured = new HashSet<>();

  Creations(Deploy deploy, Bands bands, PlannedContainers containers) {
    this.deploy = deploy;
    this.bands = bands;
    this.containers = containers;
  }

  /** The images that new containers are made of. */
  Set<String> usedImages() {
    return usedImages;
  }

  /**
   * Makes a replica.
   *
   * @param id of the step
   * @param name it is made under
   * @param finalName it will have
   */
  void add(
      Desired.Service service,
      String id,
      String name,
      String finalName,
      int number,
      Bodies.Inherited inherited,
      String why) {
    bands.creation(step(service, id, name, finalName, number, inherited, why));
    if (!service.extras().files().isEmpty()) {
      bands.creation(files(service, finalName, name, id));
    }
  }

  private static Step.Builder files(
      Desired.Service service, String finalName, String name, String create) {
    return CopyFiles.stepFrom(Starts.files(finalName), name, create, service.extras().files())
        .why("configs and secrets of service " + service.name());
  }

  /** Makes the container of a task, after all that it depends on; answers the step. */
  Step.Builder addTask(OneOff task, Collection<String> after) {
    Desired.Service service = task.service();
    String id = "create " + task.name();
    String why = "a task of service " + service.name();
    Step.Builder create =
        step(service, id, task.name(), task.name(), 0, Bodies.Inherited.NOTHING, why).after(after);
    bands.second(create);
    if (!service.extras().files().isEmpty()) {
      bands.second(files(service, task.name(), task.name(), id));
    }
    return create;
  }

  private Step.Builder step(
      Desired.Service service,
      String id,
      String name,
      String finalName,
      int number,
      Bodies.Inherited inherited,
      String why) {
    String image = image(service);
    List<String> links = containers.links(service, number);
    Data body = Bodies.replica(service, finalName, number, inherited, links);
    Data parameters = Data.of("name", name).with("image", image).with(Step.WHERE, service.where());
    if (service.platform().isPresent()) {
      parameters = parameters.with("platform", service.platform().get());
    }
    Step.Builder step =
        CreateContainer.step(id, name, body)
            .after(image)
            .why(why)
            .parameters(parameters)
            .secret(
                ServiceHooks.sealed(
                    service,
                    Data.of("body", body).with("connect", attachments(service, finalName, links))));
    containers.peers(service, number).addTo(step);
    afterNetworks(service, step);
    after(step, service.volumeKeys(), deploy.volumeSteps());
    return step;
  }

  /** This step needs the networks of the service. */
  void afterNetworks(Desired.Service service, Step.Builder step) {
    after(step, service.networkKeys(), deploy.networkSteps());
  }

  private static void after(Step.Builder step, List<String> keys, Map<String, String> steps) {
    keys.stream().map(steps::get).filter(Objects::nonNull).forEach(step::after);
  }

  private static List<Data> attachments(
      Desired.Service service, String finalName, List<String> links) {
    return service.attachments().stream()
        .map(
            a ->
                Data.of("network", a.network())
                    .with("endpoint", Bodies.endpoint(a.endpoint(), finalName, links)))
        .toList();
  }

  /**
   * The step that makes sure that an image is there which containers of a service beside its own
   * are made of.
   */
  String image(Desired.Service service, String image, String pull) {
    if (image.equals(service.image())) {
      return image(service);
    }
    Optional<Desired.Service> builder =
        deploy.desired().services().values().stream()
            .filter(other -> other.image().equals(image) && other.extras().build().isPresent())
            .findFirst();
    if (builder.isPresent() && deploy.desired().isChosen(builder.get().name())) {
      return image(builder.get());
    }
    // A name that this stack alone gives is nobody's on a registry.
    boolean own = builder.filter(b -> image.equals(ownName(b))).isPresent();
    return ensured(service, image, Optional.empty(), own ? "never" : pull);
  }

  private String ownName(Desired.Service service) {
    return deploy.desired().project() + "-" + service.name();
  }

  /** The step that makes sure that the image is there; one for all who need it. */
  private String image(Desired.Service service) {
    Optional<ImageBuild> found = Images.build(deploy.desired(), service.image());
    if (found.isEmpty()) {
      return ensured(service, service.pull());
    }
    boolean never = service.pull().equals("never");
    ImageBuild build = never ? found.get().neverPulled() : found.get();
    Optional<String> why =
        build.isPulled() && service.pull().equals("always")
            ? Optional.of("its pull policy is always")
            : whyBuilt(build, service.platform());
    // What only this stack makes is nobody else's to give: their image of that name is another.
    return why.isPresent()
        ? built(build, why.get())
        : ensured(service, build.isPulled() ? service.pull() : "never");
  }

  private Optional<String> whyBuilt(ImageBuild build, Optional<String> platform) {
    return whyMissing(build.image(), platform)
        .or(() -> deploy.images().whyBuilt(deploy.desired(), build.image()));
  }

  /** Why an image counts as not there; empty when it is. */
  private Optional<String> whyMissing(String image, Optional<String> platform) {
    return deploy.images().id(image).isEmpty()
        ? Optional.of("it is not there")
        : deploy.images().mismatch(image, platform);
  }

  /** The step that builds the image; one for all who need it. */
  private String built(ImageBuild build, String why) {
    String id = "build " + build.image();
    usedImages.add(build.image());
    if (ensured.add(id)) {
      build.requireFiles();
      bands.first(build.step(id).why(why));
      deploy
          .plan()
          .change(
              new Change(
                  build.isPulled() ? "pull or build" : "build",
                  "image",
                  build.image(),
                  why,
                  build.image(),
                  List.of()));
    }
    return id;
  }

  private String ensured(Desired.Service service, String pull) {
    return ensured(service, service.image(), service.platform(), pull);
  }

  private String ensured(
      Desired.Service service, String name, Optional<String> platform, String pull) {
    String id = String.join(" ", "image", name, pull, platform.orElse("")).strip();
    usedImages.add(name);
    if (ensured.add(id)) {
      Step.Builder image = EnsureImage.step(id, name, pull);
      boolean own = name.equals(service.image());
      Data parameters =
          image
              .build()
              .parameters()
              .with(Step.WHERE, own ? service.places().image() : service.where());
      image.parameters(
          platform.isPresent() ? parameters.with("platform", platform.get()) : parameters);
      bands.first(image.why("service " + service.name()));
      whyMissing(name, platform)
          .filter(why -> !pull.equals("never"))
          .ifPresent(
              why -> deploy.plan().change(new Change("pull", "image", name, why, name, List.of())));
    }
    return id;
  }

  /**
   * What the successor takes over: as with Docker Compose, whatever was mounted where the image
   * declares a volume or the file wants one without a name, and the file mounts nothing else.
   */
  Bodies.Inherited inherited(Desired.Service service, Observed.Container old) {
    String predecessor =
        service.containerName().orElseGet(() -> service.name() + "-" + old.number());
    if (deploy.options().renewAnonymousVolumes() && deploy.isNamed(service)) {
      return new Bodies.Inherited(Map.of(), Set.of(), predecessor);
    }
    Set<String> declared = new TreeSet<>(deploy.images().volumes(service.image()));
    declared.removeAll(service.mountTargets());
    declared.addAll(Bodies.anonymous(service.body()));
    Set<String> ofOthers = ofOthers(service);
    Map<String, Data> mounts = new TreeMap<>();
    Set<String> anonymous = new TreeSet<>();
    for (JsonNode mount : old.raw().path("Mounts")) {
      String type = mount.path("Type").asText();
      String target = mount.path("Destination").asText();
      String source = mount.path(type.equals("volume") ? "Name" : "Source").asText();
      if (declared.contains(target) && !type.equals("tmpfs") && !ofOthers.contains(source)) {
        mounts.put(target, handedOn(type, source, target, mount.path("RW").asBoolean(true)));
        anonymous.add(source);
      }
    }
    anonymous.retainAll(AnonymousVolumes.of(deploy.engine(), old));
    return new Bodies.Inherited(mounts, anonymous, predecessor);
  }

  private static Data handedOn(String type, String source, String target, boolean writable) {
    Data mount = Data.of("Type", type).with("Source", source).with("Target", target);
    return writable ? mount : mount.with("ReadOnly", true);
  }

  /** Volumes that come with {@code volumes_from}, and from whoever has them then. */
  private Set<String> ofOthers(Desired.Service service) {
    return service.references().volumes().stream()
        .flatMap(other -> deploy.observed().replicas(other).stream())
        .flatMap(container -> container.volumesByTarget().values().stream())
        .collect(Collectors.toSet());
  }
}
