package io.dockeradvanced.compose;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.compose.internal.JavaTree;
import io.dockeradvanced.compose.internal.Mapping;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A Compose project built in Java. It is what the same project is as a file: checked by the same
 * rules, with the same model and the same hashes.
 *
 * <pre>{@code
 * Compose shop = Compose.project("shop")
 *     .service("web", s -> s.image("web:1").port("8080:80").dependsOn("db", HEALTHY))
 *     .service("db", s -> s.image("postgres:16").volume("data:/var/lib/postgresql/data")
 *         .healthcheck("pg_isready").set("deploy.resources.limits.memory", "1g"))
 *     .volume("data");
 * stacks.deploy(stacks.plan(shop.source()));
 * }</pre>
 *
 * <p>Texts are taken as they are: a dollar sign begins no variable. Immutable; each method gives a
 * new project. What is wrong is found when the project is loaded, and named by its path, as in
 * {@code services.web.ports[0]}.
 */
public final class Compose {
  private final Mapping tree;

  private Compose(Mapping tree) {
    this.tree = tree;
  }

  /**
   * A project without services.
   *
   * @throws io.dockeradvanced.InvalidSpec when no stack can have the name, see {@link StackName}
   */
  public static Compose project(String name) {
    String checked = StackName.check(requireNonNull(name, "name is null"));
    return new Compose(JavaTree.set(JavaTree.empty(""), "name", checked));
  }

  /** Adds a service, or changes it where it is there already. */
  public Compose service(String name, UnaryOperator<ServiceBuilder> service) {
    String path = "services." + JavaTree.quoted(name);
    return new Compose(service.apply(new ServiceBuilder(tree, path)).tree());
  }

  /** A network of the stack, with what is usual for one, or with what was set of it before. */
  public Compose network(String key) {
    return new Compose(JavaTree.declare(tree, "networks." + JavaTree.quoted(key)));
  }

  /** A named volume of the stack, with what is usual for one, or with what was set of it before. */
  public Compose volume(String key) {
    return new Compose(JavaTree.declare(tree, "volumes." + JavaTree.quoted(key)));
  }

  /**
   * Any attribute of the Compose Specification.
   *
   * @param path such as {@code networks.back.driver_opts} or {@code services.web.ports[0].mode}; a
   *     key with dots stands in double quotes
   * @param value a string, number, boolean, Duration, Path, list or map of them, or null
   * @throws IllegalArgumentException when the path or the value is none
   */
  public Compose set(String path, @Nullable Object value) {
    return new Compose(JavaTree.set(tree, path, value));
  }

  /** The project as a source, to be loaded or deployed with more settings. */
  public StackSource source() {
    return StackSource.model(this);
  }

  /** The project as a source whose relative paths begin at a directory. */
  public StackSource source(Path directory) {
    return source().workingDirectory(directory);
  }

  /**
   * Checks everything; asks no engine.
   *
   * @throws io.dockeradvanced.InvalidSpec with all that is wrong
   */
  public ComposeProject load() {
    return source().load();
  }

  Mapping tree() {
    return tree;
  }
}
