package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.internal.ApiSocket;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;

/** The engine's socket and the variable with the logins, as Docker Compose adds them. */
final class ApiSocketBody {
  private ApiSocketBody() {}

  /** The body of a create call, with what a service needs that may use the engine. */
  static Data add(Data body, ServiceSpec service) {
    if (!service.useApiSocket()) {
      return body;
    }
    Data host = body.object("HostConfig");
    List<String> binds = new ArrayList<>(host.texts("Binds"));
    binds.add(ApiSocket.SOCKET + ":" + ApiSocket.SOCKET + ":rw");
    Data complete = body.with("HostConfig", host.with("Binds", binds));
    boolean given =
        service.environment().containsKey(ApiSocket.VARIABLE)
            || service.unsetEnvironment().contains(ApiSocket.VARIABLE);
    if (given) {
      return complete;
    }
    List<String> environment = new ArrayList<>(body.texts("Env"));
    environment.add(ApiSocket.VARIABLE + "=" + ApiSocket.DIRECTORY);
    return complete.with("Env", environment);
  }
}
