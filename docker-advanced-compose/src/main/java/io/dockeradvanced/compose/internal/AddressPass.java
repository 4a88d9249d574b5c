package io.dockeradvanced.compose.internal;

/** Pass 10: addresses of published ports and what an external resource may say. */
final class AddressPass {
  private final Findings findings;

  AddressPass(Findings findings) {
    this.findings = findings;
  }

  void check(Mapping model) {
    Mapping services = Loader.section(model, "services");
    for (String name : services.keys()) {
      if (services.get(name) instanceof Mapping service
          && service.get("ports") instanceof Sequence ports) {
        ports.items().forEach(port -> port("services." + name + ".ports", (Mapping) port));
      }
    }
    external("volumes", Loader.section(model, "volumes"));
  }

  private void port(String path, Mapping port) {
    String ip = port.text("host_ip");
    if (ip != null && !Addresses.isIp(ip)) {
      findings.error(port.keyMark("host_ip"), path + ": " + ip + " is no IP address.");
    }
  }

  private void external(String section, Mapping resources) {
    for (String key : resources.keys()) {
      if (!(resources.get(key) instanceof Mapping resource)
          || !(resource.get("external") instanceof Scalar s && Boolean.TRUE.equals(s.value()))) {
        continue;
      }
      for (String field : resource.keys()) {
        if (!field.equals("name") && !field.equals("external") && !field.startsWith("x-")) {
          findings.error(
              resource.keyMark(field),
              section + "." + key + " is external, so " + field + " has no effect; remove it.");
        }
      }
    }
  }
}
