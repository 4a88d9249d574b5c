package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bytes;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.list;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.strings;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import io.dockeradvanced.compose.internal.Attribute.Unique;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows of block devices, GPUs and other devices that are asked for. */
final class DeviceAttributes {
  private static final int MOST_WEIGHT = 65_535;

  private DeviceAttributes() {}

  static Attribute blkio() {
    return struct(
            "blkio_config",
            weight("weight").doc("Weight of the container's block I/O, 10 to 1000."),
            list("weight_device", device(weight("weight").written("Weight").always().present()))
                .doc("Weights for single devices."),
            throttle("device_read_bps").doc("Most bytes per second read from a device."),
            throttle("device_read_iops").doc("Most reads per second from a device."),
            throttle("device_write_bps").doc("Most bytes per second written to a device."),
            throttle("device_write_iops").doc("Most writes per second to a device."))
        .closed()
        .verdict(SharedVerdicts.BLOCK_IO)
        .doc("How much block I/O the container may do.");
  }

  private static Attribute weight(String name) {
    return integer(name).accepts(Yaml.INTEGER).range(0, MOST_WEIGHT).doc("Weight, 10 to 1000.");
  }

  private static Attribute throttle(String name) {
    Attribute rate = bytes("rate").written("Rate").always().present().doc("The limit.");
    return list(name, device(rate));
  }

  /** Compose writes the names of these fields with a capital. */
  private static Attribute device(Attribute value) {
    Attribute path = string("path").written("Path").always().present().doc("The device.");
    return struct("[]", path, value).closed();
  }

  static Attribute gpus() {
    return list("gpus", request("[]").open())
        .also(Yaml.STRING)
        .oneOf("all")
        .canonical(Canonical.GPUS)
        .doc("GPUs of the server.");
  }

  /** One request for devices, by number or by id. */
  static Attribute request(String name) {
    return struct(
        name,
        strings("capabilities").distinct().doc("What the devices must be able to do."),
        string("driver").doc("Driver of the devices."),
        integer("count").bind(Bind.COUNT).doc("How many devices, or `all`, which is the default."),
        strings("device_ids").distinct().doc("The very devices."),
        pairs("options", Bind.LABELS)
            .merge(Merge.DEFAULT)
            .unique(Unique.NONE)
            .hashedIn(Releases.from("2.30.0"))
            .doc("Options of the driver."));
  }
}
