package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bytes;
import static io.dockeradvanced.compose.internal.Attribute.decimal;
import static io.dockeradvanced.compose.internal.Attribute.duration;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.refused;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows below {@code services.*.deploy}. */
final class DeployAttributes {
  static final Attribute DEPLOY =
      struct(
              "deploy",
              string("mode").oneOf("replicated").doc("Only `replicated`."),
              integer("replicas").cast().present().notHashed().doc("Number of containers."),
              pairs("labels", Bind.LABELS)
                  .doc("Labels of the service; containers do not get them."),
              refused("update_config", "update settings"),
              refused("rollback_config", "rollback settings"),
              struct(
                      "resources",
                      struct(
                              "limits",
                              decimal("cpus").doc("How many CPUs the container may use."),
                              bytes("memory").accepts(Yaml.STRING).doc("Most memory."),
                              integer("pids").doc("Most processes."))
                          .doc("What the container may use."),
                      struct(
                              "reservations",
                              decimal("cpus").doc("CPUs to keep free; only Swarm honours it."),
                              bytes("memory").accepts(Yaml.STRING).doc("Memory to keep free."),
                              refused("devices", "device reservations"),
                              refused("generic_resources", "generic resources"))
                          .doc("What is kept free for the container."))
                  .always()
                  .doc("Resources."),
              struct(
                      "restart_policy",
                      string("condition").doc("`none`, `on-failure` or `any`."),
                      duration("delay")
                          .present()
                          .doc("Time before a restart; only Swarm honours it."),
                      integer("max_attempts")
                          .cast()
                          .range(0, Long.MAX_VALUE)
                          .present()
                          .doc("Most restarts."),
                      duration("window")
                          .present()
                          .doc("Time until a restart counts; only Swarm honours it."))
                  .doc("When the container is restarted."),
              struct(
                      "placement",
                      refused("constraints", "placement"),
                      refused("preferences", "placement"),
                      refused("max_replicas_per_node", "placement"))
                  .always()
                  .doc("Where containers run; only Swarm knows it."),
              refused("endpoint_mode", "endpoint modes"))
          .also(Yaml.NULL)
          .doc("How many containers, and what they may use.");

  private DeployAttributes() {}
}
