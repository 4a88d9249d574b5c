package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bool;
import static io.dockeradvanced.compose.internal.Attribute.duration;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.list;
import static io.dockeradvanced.compose.internal.Attribute.map;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.strings;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import io.dockeradvanced.compose.internal.Attribute.Unique;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/**
 * The rows of dependencies, health, hooks, of development mode and of what is not a container:
 * providers, models.
 */
final class LifecycleAttributes {
  /** No engine runs a model. */
  static final Verdict MODELS =
      Verdict.refused(
          "AI models need Docker's Model Runner, which an engine alone does not have; run one as a"
              + " service, and give its address with environment");

  /** One AI model of the file. */
  static final Attribute MODEL =
      struct(
              "*",
              string("name").doc("Name of the model."),
              string("model").doc("The model, as an image reference."),
              integer("context_size").accepts(Yaml.INTEGER).doc("Most tokens of a context."),
              strings("runtime_flags").doc("Flags of the engine that runs the model."))
          .require("model");

  private LifecycleAttributes() {}

  static Attribute hooks(String name) {
    return list(name, hook("[]"));
  }

  private static Attribute hook(String name) {
    return struct(
            name,
            command("command").doc("The command."),
            string("user").doc("User the command runs as."),
            bool("privileged").doc("All capabilities for the command."),
            string("working_dir").doc("Directory the command starts in."),
            hookEnvironment().doc("More environment of the command."))
        .require("command");
  }

  /** Compose gives the fields of all hooks one order; those of the others never have an image. */
  static Attribute preStart() {
    return list(
        "pre_start",
        struct(
            "[]",
            command("command").doc("The command; that of the image where there is none."),
            // An empty one is not that of the service, so it must stay when a model loads again.
            string("image")
                .kept()
                .doc("Image of the container; that of the service where it has none."),
            string("user").doc("User the command runs as; else that of the image."),
            bool("privileged").doc("All devices and capabilities."),
            string("working_dir").doc("Directory the command starts in; else that of the image."),
            hookEnvironment().doc("More environment than the service has."),
            bool("per_replica")
                .verdict(
                    Verdict.refused(
                        "a pre_start hook runs once for all replicas, with Docker Compose, too;"
                            + " remove per_replica, or set it to false"))
                .doc("Whether it runs once for each container.")));
  }

  private static Attribute hookEnvironment() {
    return pairs("environment", Bind.ENVIRONMENT).merge(Merge.DEFAULT).unique(Unique.NONE);
  }

  static Attribute command(String name) {
    return strings(name)
        .also(Yaml.STRING, Yaml.NULL)
        .merge(Merge.REPLACE)
        .bind(Bind.COMMAND)
        .present()
        .always();
  }

  /** Another service that comes up before. */
  static Attribute dependency() {
    return struct(
            "*",
            string("condition")
                .oneOf("service_started", "service_healthy", "service_completed_successfully")
                .doc("What is waited for."),
            bool("restart").doc("Whether this service restarts when the other is replaced."),
            bool("required")
                .accepts(Yaml.BOOLEAN)
                .present()
                .hashedIn(Releases.from("2.20.0"))
                .doc("Whether a missing service is an error."))
        .require("condition");
  }

  static Attribute healthcheck() {
    return struct(
            "healthcheck",
            strings("test")
                .also(Yaml.STRING)
                .merge(Merge.REPLACE)
                .bind(Bind.HEALTH_TEST)
                .doc("Command whose exit status is the health."),
            duration("timeout").present().doc("Time one run may take."),
            duration("interval").present().doc("Time between runs."),
            integer("retries")
                .also(Yaml.NUMBER)
                .cast()
                .range(0, Long.MAX_VALUE)
                .present()
                .doc("Failures in a row that make it unhealthy."),
            duration("start_period").present().doc("Time in which failures do not count."),
            duration("start_interval")
                .present()
                .verdict(Verdict.api(44, "start_interval of a health check"))
                .doc("Time between runs in the start period."),
            bool("disable").cast().doc("Switches the image's check off."))
        .doc("How the container's health is found.");
  }

  static Attribute develop() {
    return struct("develop", list("watch", trigger()).doc("What happens when a file changes."))
        .also(Yaml.NULL)
        .verdict(Verdict.warned("develop has no effect on a deploy"))
        .doc("Development mode.");
  }

  private static Attribute trigger() {
    return struct(
            "[]",
            string("path").present().doc("File or directory that is watched."),
            string("action")
                .oneOf("rebuild", "sync", "restart", "sync+restart", "sync+exec")
                .present()
                .doc("What happens."),
            string("target").doc("Where files go in the container."),
            hook("exec")
                .always()
                .hashedIn(Releases.from("2.32.0"))
                .doc("Command that is run after files went there."),
            patterns("include")
                .hashedIn(Releases.from("2.29.2"))
                .doc("Only files of these patterns."),
            patterns("ignore").doc("No files of these patterns."),
            bool("initial_sync")
                .accepts(Yaml.BOOLEAN)
                .hashedIn(Releases.from("2.29.2"))
                .doc("Whether files go there at once."))
        .require("path", "action");
  }

  private static Attribute patterns(String name) {
    return strings(name).also(Yaml.STRING).distinct().canonical(Canonical.ONE_OR_LIST);
  }

  static Attribute provider() {
    Attribute value = string("*").also(Yaml.INTEGER, Yaml.NUMBER, Yaml.BOOLEAN, Yaml.LIST);
    value.items = string("[]").also(Yaml.INTEGER, Yaml.NUMBER, Yaml.BOOLEAN);
    Attribute options = map("options", value).bind(Bind.MANY_OPTIONS);
    return struct(
            "provider",
            string("type").doc("The program that provides the service."),
            options.doc("Options of the program."))
        .require("type")
        .verdict(
            Verdict.refused(
                "a provider is a program of this machine, and only containers are made; start it"
                    + " yourself, and leave the service out"))
        .doc("A service that is no container.");
  }

  /** The models a service uses. */
  static Attribute models() {
    Attribute model =
        struct(
                "*",
                string("endpoint_var").doc("Variable that gets the address of the model."),
                string("model_var").doc("Variable that gets the name of the model."))
            .also(Yaml.NULL);
    return map("models", model)
        .also(Yaml.LIST)
        .merge(Merge.MODELS)
        .canonical(Canonical.NETWORKS)
        .distinct()
        .verdict(MODELS)
        .doc("AI models the service uses.");
  }
}
