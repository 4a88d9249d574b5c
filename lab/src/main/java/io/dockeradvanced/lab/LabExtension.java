package io.dockeradvanced.lab;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
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
    return engine(context);
  }

  /** The engine of a test, else that of its class. */
  private static LabEngine engine(ExtensionContext context) {
    LabEngine engine = context.getStore(SPACE).get(LabEngine.class, LabEngine.class);
    return engine == null ? LabEngine.get() : engine;
  }

  private static void begin(ExtensionContext context) {
    LabEngine engine = LabEngine.get();
    ExtensionContext.Store store = context.getStore(SPACE);
    store.put(LabEngine.class, engine);
    boolean alone = context.getExecutionMode() != ExecutionMode.CONCURRENT;
    store.put(LeakCheck.class, new LeakCheck(engine, alone));
  }

  private static void end(ExtensionContext context) {
    LeakCheck check = context.getStore(SPACE).remove(LeakCheck.class, LeakCheck.class);
    if (check != null) {
      String who =
          context
              .getTestMethod()
              .map(m -> m.getDeclaringClass().getSimpleName() + "." + m.getName())
              .orElseGet(() -> context.getRequiredTestClass().getSimpleName());
      check.check(who);
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
        field.set(instance, engine(context));
      } catch (IllegalAccessException e) {
        throw new ExtensionConfigurationException(field + " cannot be set", e);
      }
    }
  }
}
