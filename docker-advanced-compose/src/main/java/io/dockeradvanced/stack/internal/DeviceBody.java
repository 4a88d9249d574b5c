package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.BlockIoSpec;
import io.dockeradvanced.compose.DeviceRequestSpec;
import io.dockeradvanced.compose.DeviceSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Devices, GPUs and block I/O in the body of a create call. */
final class DeviceBody {
  /** A device of the Container Device Interface, such as {@code vendor.com/class=name}. */
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z][\\w.-]*/[A-Za-z][\\w-]*=[A-Za-z0-9][\\w.:-]*");

  private DeviceBody() {}

  static boolean isQualified(DeviceSpec device) {
    return device.source().equals(device.target()) && QUALIFIED.matcher(device.source()).matches();
  }

  static Data add(Data config, ServiceSpec service) {
    Data body =
        Translate.present(
            "Devices", devices(service),
            "DeviceRequests", requests(service),
            "DeviceCgroupRules", service.deviceCgroupRules());
    for (Map.Entry<String, ?> entry : body.asMap().entrySet()) {
      config = config.with(entry.getKey(), entry.getValue());
    }
    return service.blockIo().isPresent() ? blockIo(config, service.blockIo().get()) : config;
  }

  private static List<Data> devices(ServiceSpec service) {
    return service.devices().stream()
        .filter(device -> !isQualified(device))
        .map(
            d ->
                Data.of("PathOnHost", d.source())
                    .with("PathInContainer", d.target())
                    .with("CgroupPermissions", d.permissions()))
        .toList();
  }

  /** In the order of Docker Compose: reserved ones, qualified ones, GPUs. */
  private static List<Data> requests(ServiceSpec service) {
    List<Data> requests = new ArrayList<>();
    service.reservedDevices().forEach(r -> requests.add(request(r, r.capabilities())));
    List<String> qualified =
        service.devices().stream().filter(DeviceBody::isQualified).map(DeviceSpec::source).toList();
    if (!qualified.isEmpty()) {
      requests.add(Data.of("Driver", "cdi").with("DeviceIDs", qualified));
    }
    for (DeviceRequestSpec gpu : service.gpus()) {
      List<String> capabilities = new ArrayList<>(gpu.capabilities());
      capabilities.add("gpu");
      requests.add(request(gpu, capabilities));
    }
    return requests;
  }

  private static Data request(DeviceRequestSpec request, List<String> capabilities) {
    return Translate.present(
            "Driver", request.driver(),
            "Count", request.count(),
            "DeviceIDs", request.ids(),
            "Options", Data.of(request.options()))
        .with("Capabilities", List.of(capabilities));
  }

  private static Data blockIo(Data config, BlockIoSpec io) {
    Data body =
        Translate.present(
            "BlkioWeight", io.weight(),
            "BlkioWeightDevice", values(io.weights(), "Weight"),
            "BlkioDeviceReadBps", values(io.readBytes(), "Rate"),
            "BlkioDeviceReadIOps", values(io.readOperations(), "Rate"),
            "BlkioDeviceWriteBps", values(io.writeBytes(), "Rate"),
            "BlkioDeviceWriteIOps", values(io.writeOperations(), "Rate"));
    for (Map.Entry<String, ?> entry : body.asMap().entrySet()) {
      config = config.with(entry.getKey(), entry.getValue());
    }
    return config;
  }

  private static List<Data> values(List<BlockIoSpec.Device> devices, String key) {
    return devices.stream()
        .map(device -> Data.of("Path", device.path()).with(key, device.value()))
        .toList();
  }
}
