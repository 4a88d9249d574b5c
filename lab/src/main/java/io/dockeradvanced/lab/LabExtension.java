package io.dockeradvanced.lab;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** What {@link Lab} does. */
final class LabExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace SPACE =
      ExtensionContext.Namespace.create(LabExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    begin(context);
    inject(context, null);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin(context);
    // Outer instances first, as they were made.
    context.getRequiredTestInstances().getAllInstances().forEach(i -> inject(context, i));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    end(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LabEngine.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return engine(context, parameter.findAnnotation(Engine.class).orElse(null));
  }

  /** The engine of a test, else that of its class. */
  private static LabEngine engine(ExtensionContext context, @Nullable Engine asked) {
    Row row = asked == null ? Row.ofRun() : Row.of(asked.version(), asked.store());
    Engines engines = context.getStore(SPACE).get(Engines.class, Engines.class);
    return engines == null ? LabEngine.of(row) : engines.get(row);
  }

  private static void begin(ExtensionContext context) {
    boolean alone = context.getExecutionMode() != ExecutionMode.CONCURRENT;
    Engines engines = new Engines(alone);
    engines.get(Row.ofRun());
    context.getStore(SPACE).put(Engines.class, engines);
  }

  private static void end(ExtensionContext context) {
    Engines engines = context.getStore(SPACE).remove(Engines.class, Engines.class);
    if (engines != null) {
      String who =
          context
              .getTestMethod()
              .map(m -> m.getDeclaringClass().getSimpleName() + "." + m.getName())
              .orElseGet(() -> context.getRequiredTestClass().getSimpleName());
      engines.check(who);
    }
  }

  private static void inject(ExtensionContext context, @Nullable Object instance) {
    Class<?> type = instance == null ? context.getRequiredTestClass() : instance.getClass();
    for (Field field :
        AnnotationSupport.findAnnotatedFields(
            type,
            Engine.class,
            f -> Modifier.isStatic(f.getModifiers()) == (instance == null),
            HierarchyTraversalMode.TOP_DOWN)) {
      if (field.getType() != LabEngine.class) {
        throw new ExtensionConfigurationException(field + " has @Engine but is no LabEngine");
      }
      try {
        field.setAccessible(true);
        field.set(instance, engine(context, field.getAnnotation(Engine.class)));
      } catch (IllegalAccessException e) {
        throw new ExtensionConfigurationException(field + " cannot be set", e);
      }
    }
  }

  /** The engines of one test or class, each looked at before and after. */
  private static final class Engines {
    private final boolean alone;
    private final Map<Row, LabEngine> engines = new ConcurrentHashMap<>();
    private final Queue<LeakCheck> checks = new ConcurrentLinkedQueue<>();

    Engines(boolean alone) {
      this.alone = alone;
    }

    LabEngine get(Row row) {
      return engines.computeIfAbsent(
          row,
          r -> {
            LabEngine engine = LabEngine.of(r);
            checks.add(new LeakCheck(engine, alone));
            return engine;
          });
    }

    /** All of them, so that nothing stays on one because another has a leak too. */
    void check(String who) {
      AssertionError failure = null;
      for (LeakCheck check : checks) {
        try {
          check.check(who);
        } catch (AssertionError e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
