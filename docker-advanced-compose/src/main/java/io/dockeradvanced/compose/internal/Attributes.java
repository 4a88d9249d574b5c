package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bool;
import static io.dockeradvanced.compose.internal.Attribute.list;
import static io.dockeradvanced.compose.internal.Attribute.map;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The attribute table of a Compose file. */
public final class Attributes {
  static final String OBSOLETE = "version is obsolete and ignored; remove it";
  private static final String NAME = "[a-zA-Z0-9._-]+";

  static final Attribute NETWORK =
      struct(
              "*",
              string("name").doc("Name on the engine; PROJECT_KEY where it is not given."),
              string("driver").doc("Network driver."),
              options("driver_opts").doc("Options of the driver."),
              struct(
                      "ipam",
                      string("driver").doc("Address management driver."),
                      list("config", pool()).merge(Merge.IPAM).doc("Address pools."),
                      map("options", string("*"))
                          .notShown()
                          .hashedIn(Releases.from("5.2.0"))
                          .doc("Options of the address management driver; Compose drops them."))
                  .always()
                  .doc("Address management."),
              external().doc("The network exists already and is only used."),
              bool("internal").cast().doc("No way out of the network."),
              bool("attachable").cast().doc("Other containers may join."),
              pairs("labels", Bind.LABELS).doc("Labels of the network."),
              bool("enable_ipv4")
                  .cast()
                  .present()
                  .verdict(Verdict.api(48, "enable_ipv4"))
                  .doc("Whether IPv4 is on."),
              bool("enable_ipv6").cast().present().doc("Whether IPv6 is on."))
          .also(Yaml.NULL)
          .canonical(Canonical.EXTERNAL);

  static final Attribute VOLUME =
      struct(
              "*",
              string("name").doc("Name on the engine; PROJECT_KEY where it is not given."),
              string("driver").doc("Volume driver."),
              options("driver_opts").doc("Options of the driver."),
              external().doc("The volume exists already and is only used."),
              pairs("labels", Bind.LABELS)
                  .unique(Attribute.Unique.NONE)
                  .doc("Labels of the volume."))
          .also(Yaml.NULL)
          .canonical(Canonical.EXTERNAL);

  /** The whole file. */
  public static final Attribute ROOT =
      struct(
          "",
          string("version")
              .verdict(Verdict.warned(OBSOLETE).saidElsewhere())
              .doc("Once the version of the format."),
          string("name").doc("Name of the project."),
          list("include", include()).doc("Other Compose files whose services and resources join."),
          map("services", ServiceAttributes.SERVICE).keys(NAME).present().doc("The services."),
          map("models", LifecycleAttributes.MODEL)
              .keys(NAME)
              .verdict(LifecycleAttributes.MODELS.saidElsewhere())
              .doc("The AI models."),
          map("networks", NETWORK).keys(NAME).doc("The networks."),
          map("volumes", VOLUME).keys(NAME).doc("The named volumes."),
          map("secrets", FileAttributes.SECRET).keys(NAME).doc("The secrets."),
          map("configs", FileAttributes.CONFIG).keys(NAME).doc("The configs."));

  private Attributes() {}

  /** Free options: whatever stands there becomes text. */
  static Attribute options(String name) {
    return map(name, string("*").also(Yaml.INTEGER, Yaml.NUMBER)).bind(Bind.OPTIONS);
  }

  /** Options that may be empty. */
  static Attribute nullableOptions(String name) {
    return map(name, string("*").also(Yaml.INTEGER, Yaml.NUMBER, Yaml.NULL)).bind(Bind.OPTIONS);
  }

  private static Attribute external() {
    Attribute external = bool("external").also(Yaml.MAPPING).cast();
    external.fields.put("name", string("name").doc("Old place of the name; deprecated."));
    return external;
  }

  /** What an entry may say is for {@link IncludePass} to check, which drops it. */
  private static Attribute include() {
    return struct(
            "[]",
            Attribute.strings("path").also(Yaml.STRING).doc("The file, and what is laid over it."),
            string("project_directory").doc("Where the relative paths of these files begin."),
            Attribute.strings("env_file")
                .also(Yaml.STRING)
                .doc("Files of variables in place of the .env there."))
        .also(Yaml.STRING);
  }

  private static Attribute pool() {
    return struct(
        "[]",
        string("subnet").doc("Subnet of the pool."),
        string("gateway").doc("Gateway of the pool."),
        string("ip_range").doc("Where addresses are taken from."),
        map("aux_addresses", string("*")).doc("Addresses that are in use elsewhere."));
  }
}
