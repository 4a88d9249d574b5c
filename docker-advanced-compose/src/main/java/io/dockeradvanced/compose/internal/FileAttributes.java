package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bool;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.map;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import io.dockeradvanced.compose.internal.Attribute.Unique;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows of configs and secrets, and rows that a service and its build share. */
final class FileAttributes {
  private static final String A_CONFIG = "config";
  private static final String A_SECRET = "secret";
  private static final Verdict NO_LABELS =
      Verdict.warned("only Swarm keeps it as an object that has labels");

  static final Attribute CONFIG =
      struct(
              "*",
              name(),
              string("file").doc("File with the content."),
              string("environment").doc("Variable with the content."),
              string("content").kept().doc("The content itself."),
              external()
                  .kept()
                  .verdict(outside(A_CONFIG))
                  .doc("The config exists already and is only used."),
              labels().verdict(NO_LABELS).doc("Labels of the config."),
              string("template_driver").verdict(outside(A_CONFIG)).doc("Template engine of Swarm."))
          .canonical(Canonical.EXTERNAL);

  static final Attribute SECRET =
      struct(
              "*",
              name(),
              string("file").doc("File with the content."),
              string("environment").doc("Variable with the content."),
              external()
                  .verdict(outside(A_SECRET))
                  .doc("The secret exists already and is only used."),
              labels().verdict(NO_LABELS).doc("Labels of the secret."),
              string("driver").verdict(outside(A_SECRET)).doc("Secret store of Swarm."),
              map("driver_opts", string("*").also(Yaml.INTEGER, Yaml.NUMBER))
                  .bind(Bind.TEXTS)
                  .verdict(outside(A_SECRET))
                  .doc("Options of the secret store."),
              string("template_driver").verdict(outside(A_SECRET)).doc("Template engine of Swarm."))
          .canonical(Canonical.EXTERNAL);

  private FileAttributes() {}

  private static Verdict outside(String what) {
    return Verdict.refused(
        "only Swarm has a %s that is not in the file; say where the content is with file%s"
            .formatted(
                what, what.equals(A_CONFIG) ? ", environment or content" : " or environment"));
  }

  private static Attribute name() {
    return string("name")
        .verdict(Verdict.carried("only what lies outside of the file is found by it"))
        .doc("Name where it exists outside; PROJECT_KEY where it is not given.");
  }

  private static Attribute external() {
    Attribute external = bool("external").also(Yaml.MAPPING).cast().open();
    external.fields.put("name", string("name").doc("Old place of the name; deprecated."));
    return external;
  }

  private static Attribute labels() {
    return pairs("labels", Bind.LABELS).merge(Merge.DEFAULT).unique(Unique.NONE);
  }

  /** A config or secret in a service or a build. */
  static Attribute mount() {
    return struct(
            "[]",
            string("source").doc("Key of the config or secret."),
            string("target").doc("File in the container."),
            string("uid").doc("Owner of the file."),
            string("gid").doc("Group of the file."),
            string("mode")
                .also(Yaml.INTEGER, Yaml.NUMBER)
                .bind(Bind.FILE_MODE)
                .present()
                .doc("Permission bits of the file."))
        .also(Yaml.STRING)
        .canonical(Canonical.FILE_MOUNT);
  }

  static Attribute hosts() {
    Attribute values = string("*").also(Yaml.LIST);
    values.items = string("[]");
    Attribute hosts =
        map("extra_hosts", values).also(Yaml.LIST).merge(Merge.HOSTS).bind(Bind.HOSTS);
    hosts.items = string("[]");
    return hosts.distinct();
  }

  /** Limits as a build takes them: numbers, not texts. */
  static Attribute ulimits() {
    Attribute limit =
        limit(integer("soft").accepts(Yaml.INTEGER), integer("hard").accepts(Yaml.INTEGER))
            .also(Yaml.INTEGER);
    return map("ulimits", limit);
  }

  static Attribute limit(Attribute soft, Attribute hard) {
    return struct(
            "*",
            integer("single").doc("Soft and hard limit."),
            soft.doc("Soft limit."),
            hard.doc("Hard limit."))
        .require("soft", "hard")
        .bind(Bind.ULIMIT);
  }
}
