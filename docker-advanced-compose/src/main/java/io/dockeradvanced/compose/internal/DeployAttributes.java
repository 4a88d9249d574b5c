package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bytes;
import static io.dockeradvanced.compose.internal.Attribute.decimal;
import static io.dockeradvanced.compose.internal.Attribute.duration;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.list;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.strings;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows below {@code services.*.deploy}. */
final class DeployAttributes {
  private static final String SWARM = "only Swarm honours it";

  static final Attribute DEPLOY =
      struct(
              "deploy",
              string("mode")
                  .verdict(
                      Verdict.refused("only Swarm runs jobs; use restart: no")
                          .except(Verdict.supported("as without it"), "replicated")
                          .except(
                              Verdict.warned(
                                  SWARM + "; the service has its replicas on this engine"),
                              "global"))
                  .doc("`replicated`, `global`, …; only Swarm tells them apart."),
              integer("replicas")
                  .cast()
                  .present()
                  .hashedIn(Releases.until("2.24.0"))
                  .doc("Number of containers."),
              pairs("labels", Bind.LABELS)
                  .verdict(Verdict.warned("containers do not get them; use labels"))
                  .doc("Labels of the service; containers do not get them."),
              update("update_config")
                  .verdict(Verdict.warned(SWARM + "; replicas are replaced one by one"))
                  .doc("How Swarm updates the service."),
              update("rollback_config")
                  .verdict(Verdict.warned(SWARM + "; a failed deploy is undone as a whole"))
                  .doc("How Swarm rolls the service back."),
              struct(
                      "resources",
                      struct(
                              "limits",
                              decimal("cpus")
                                  .verdict(SharedVerdicts.CPUS)
                                  .doc("How many CPUs the container may use."),
                              bytes("memory")
                                  .accepts(Yaml.STRING)
                                  .verdict(SharedVerdicts.MEMORY)
                                  .doc("Most memory."),
                              integer("pids").verdict(SharedVerdicts.PIDS).doc("Most processes."))
                          .doc("What the container may use."),
                      struct(
                              "reservations",
                              decimal("cpus")
                                  .verdict(Verdict.warned(SWARM))
                                  .doc("CPUs to keep free."),
                              bytes("memory")
                                  .accepts(Yaml.STRING)
                                  .verdict(SharedVerdicts.MEMORY)
                                  .doc("Memory to keep free."),
                              list(
                                      "devices",
                                      DeviceAttributes.request("[]").require("capabilities"))
                                  .doc("Devices such as GPUs."),
                              list("generic_resources", genericResource())
                                  .verdict(Verdict.warned(SWARM))
                                  .doc("Resources only Swarm knows."))
                          .doc("What is kept free for the container."))
                  .always()
                  .doc("Resources."),
              struct(
                      "restart_policy",
                      string("condition").doc("`none`, `on-failure` or `any`."),
                      duration("delay")
                          .present()
                          .verdict(Verdict.warned(SWARM))
                          .doc("Time before a restart."),
                      integer("max_attempts")
                          .cast()
                          .range(0, Long.MAX_VALUE)
                          .present()
                          .doc("Most restarts."),
                      duration("window")
                          .present()
                          .verdict(Verdict.warned(SWARM))
                          .doc("Time until a restart counts."))
                  .doc("When the container is restarted."),
              struct(
                      "placement",
                      strings("constraints").doc("Which nodes of a Swarm may run the service."),
                      list("preferences", struct("[]", string("spread").doc("Label of nodes.")))
                          .doc("How Swarm spreads containers."),
                      integer("max_replicas_per_node")
                          .cast()
                          .range(0, Long.MAX_VALUE)
                          .doc("Most containers on one node of a Swarm."))
                  .always()
                  .verdict(Verdict.warned(SWARM))
                  .doc("Where containers run."),
              string("endpoint_mode")
                  .verdict(Verdict.warned(SWARM))
                  .doc("How Swarm publishes the service."))
          .also(Yaml.NULL)
          .doc("How many containers, and what they may use.");

  private DeployAttributes() {}

  private static Attribute update(String name) {
    return struct(
        name,
        integer("parallelism")
            .cast()
            .range(0, Long.MAX_VALUE)
            .present()
            .doc("How many containers at a time."),
        duration("delay").doc("Time between them."),
        string("failure_action").doc("What happens when one fails."),
        duration("monitor").doc("Time in which one may still fail."),
        decimal("max_failure_ratio").cast().doc("Part of them that may fail."),
        string("order").oneOf("start-first", "stop-first").doc("Which of the two is first."));
  }

  private static Attribute genericResource() {
    Attribute spec =
        struct(
                "discrete_resource_spec",
                string("kind").always().present().doc("Kind of resource."),
                integer("value").also(Yaml.NUMBER).always().present().doc("How many."))
            .doc("A number of one kind.");
    return struct("[]", spec);
  }
}
