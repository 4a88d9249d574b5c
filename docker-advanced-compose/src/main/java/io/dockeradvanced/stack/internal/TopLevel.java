package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.NetworkSpec;
import io.dockeradvanced.compose.VolumeSpec;
import io.dockeradvanced.operation.Data;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Networks and volumes of a file as the engine is told of them. */
record TopLevel(ComposeProject project, Checks checks) {
  private static final Pattern VOLUME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

  private static final List<String> OF_OWN_NETWORKS =
      List.of(
          "driver",
          "driver_opts",
          "ipam",
          "internal",
          "attachable",
          "labels",
          "enable_ipv4",
          "enable_ipv6");

  Desired.Network network(NetworkSpec network) {
    for (String attribute : network.external() ? OF_OWN_NETWORKS : List.<String>of()) {
      if (network.isSet(attribute)) {
        checks.warn(
            "networks." + network.key() + "." + attribute,
            attribute + " has no effect, for the network is external");
      }
    }
    String hash = network.external() ? "" : project.networkHash(network.key());
    Data body =
        Data.of("Name", network.name())
            .with("CheckDuplicate", true)
            .with("Labels", labels(network.labels(), Labels.NETWORK, network.key(), hash))
            .with("Internal", network.internal())
            .with("Attachable", network.attachable())
            .with("Options", Data.of(network.driverOptions()));
    if (!network.driver().isEmpty()) {
      body = body.with("Driver", network.driver());
    }
    // What nobody says is the engine's to choose: since 27 its default-network-opts and
    // driver_opts.
    if (network.enableIpv6().isPresent()) {
      body = body.with("EnableIPv6", network.enableIpv6().get());
    }
    if (network.enableIpv4().isPresent()) {
      body = body.with("EnableIPv4", network.enableIpv4().get());
    }
    Map<String, String> options = network.ipamOptions();
    if (!network.ipamDriver().isEmpty() || !network.ipamPools().isEmpty() || !options.isEmpty()) {
      List<Data> pools =
          network.ipamPools().stream()
              .map(
                  pool ->
                      Translate.present(
                          "Subnet", pool.subnet(),
                          "Gateway", pool.gateway(),
                          "IPRange", pool.ipRange(),
                          "AuxiliaryAddresses", Data.of(pool.auxiliaryAddresses())))
              .toList();
      Data ipam = Translate.present("Driver", network.ipamDriver(), "Options", Data.of(options));
      body = body.with("IPAM", ipam.with("Config", pools));
    }
    return new Desired.Network(
        network.key(),
        network.name(),
        hash,
        network.external(),
        body,
        checks.where("networks." + network.key()));
  }

  Desired.Volume volume(VolumeSpec volume) {
    boolean local = volume.driver().isEmpty() || volume.driver().equals("local");
    if (local && !volume.external() && !VOLUME.matcher(volume.name()).matches()) {
      checks.problem(
          "volumes." + volume.key() + ".name",
          "'%s' is not the name of a volume; use letters, digits, _ . and -",
          volume.name());
    }
    String hash = volume.external() ? "" : project.volumeHash(volume.key());
    Data body =
        Data.of("Name", volume.name())
            .with("Driver", volume.driver().isEmpty() ? "local" : volume.driver())
            .with("DriverOpts", Data.of(volume.driverOptions()))
            .with("Labels", labels(volume.labels(), Labels.VOLUME, volume.key(), hash));
    return new Desired.Volume(
        volume.key(),
        volume.name(),
        hash,
        volume.external(),
        body,
        checks.where("volumes." + volume.key()));
  }

  private Data labels(Map<String, String> given, String kind, String key, String hash) {
    return Data.of(given)
        .with(Labels.PROJECT, project.name())
        .with(kind, key)
        .with(Labels.VERSION, project.composeRelease())
        .with(Labels.CONFIG_HASH, hash);
  }
}
