package io.dockeradvanced.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field or parameter of a {@link Lab} test that gets a {@link LabEngine}: an instance field one
 * for each test, a static field one for the whole class.
 *
 * <p>Without a version it is the engine of the test run. With one it is an engine of that version,
 * started beside it by {@code lab/engine start} and kept for the next run; {@code lab/down} stops
 * it.
 *
 * <pre>{@code
 * @Engine(version = "28.5", store = ImageStore.CONTAINERD) LabEngine engine;
 * }</pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Engine {
  /** Such as {@code 20.10}, {@code 26.1} or {@code 28.5}; empty for the engine of the run. */
  String version() default "";

  /** Where that engine keeps its images; needs a version. */
  ImageStore store() default ImageStore.DEFAULT;
}
