package io.dockeradvanced.cli;

import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code da image build} is told; the names of docker's own options. */
final class ImageBuildFlags {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Parameters(paramLabel = "DIRECTORY", description = "The files the build may use.")
  Path context = Path.of(".");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The Dockerfile; the one in the directory by default.")
  @Nullable Path file;

  @Option(
      names = {"-t", "--tag"},
      paramLabel = "NAME",
      description = "A name for the image; may be repeated.")
  List<String> tags = List.of();

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "A value for an ARG; without a value that of the environment.")
  List<String> args = List.of();

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of the image.")
  List<String> labels = List.of();

  @Option(names = "--target", paramLabel = "STAGE", description = "The stage to build.")
  @Nullable String target;

  @Option(names = "--network", paramLabel = "MODE", description = "The network of RUN.")
  @Nullable String network;

  @Option(names = "--add-host", paramLabel = "NAME:ADDRESS", description = "One more name for RUN.")
  List<String> hosts = List.of();

  @Option(names = "--platform", paramLabel = "OS/ARCH[/VARIANT]", description = "For base images.")
  @Nullable String platform;

  @Option(names = "--pull", description = "Pulls base images even if they are there.")
  boolean pull;

  @Option(names = "--no-cache", description = "Runs every step anew.")
  boolean noCache;

  BuildSpec spec() {
    BuildSpec spec = BuildSpec.of(context).pull(pull).noCache(noCache);
    if (file != null) {
      // As with docker, from where one stands, not from the context.
      spec = spec.dockerfile(file.toAbsolutePath().toString());
    }
    for (String tag : tags) {
      spec = spec.tag(tag);
    }
    Map<String, String> environment = Surroundings.variables();
    for (Map.Entry<String, @Nullable String> arg : Variables.of("--build-arg", args).entrySet()) {
      String value = arg.getValue() == null ? environment.get(arg.getKey()) : arg.getValue();
      spec = spec.arg(arg.getKey(), value);
    }
    for (String label : labels) {
      int equals = label.indexOf('=');
      spec =
          equals < 0
              ? spec.label(label, "")
              : spec.label(label.substring(0, equals), label.substring(equals + 1));
    }
    for (String host : hosts) {
      int colon = host.indexOf(':');
      if (colon < 1) {
        throw new CommandLine.ParameterException(
            command.commandLine(), "--add-host is NAME:ADDRESS, not " + host);
      }
      spec = spec.extraHost(host.substring(0, colon), host.substring(colon + 1));
    }
    if (target != null) {
      spec = spec.target(target);
    }
    if (network != null) {
      spec = spec.network(network);
    }
    return platform == null ? spec : spec.platform(Platform.parse(platform));
  }
}
