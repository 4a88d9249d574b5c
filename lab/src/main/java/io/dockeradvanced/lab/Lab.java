package io.dockeradvanced.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs a real Docker engine.
 *
 * <p>The engine is found or started by {@code lab/engine ensure}, once in a JVM, and has the images
 * of {@link LabImages}. Where there is none the test fails; it is never skipped. The system
 * property {@code da.engine} puts the whole run on another row of the matrix ({@code 28.5}, {@code
 * 28.5-containerd}); {@link Engine#version} gives one test a further engine.
 *
 * <pre>{@code
 * @Lab
 * class RenameIT {
 *   @Test
 *   void rename_ofRunningContainer_keepsItRunning(LabEngine engine) {
 *     String name = engine.uniqueName("rename");
 *     …
 *   }
 * }
 * }</pre>
 *
 * <p>A test that leaves a container, network or volume behind fails, with their names; they are
 * removed. Tests that run one after the other answer for everything that is new on the engine;
 * those that run concurrently, and all of them when the environment says {@code DA_LAB_SHARED=1}
 * because others use the same engine, for what bears one of their {@link LabEngine#uniqueName}s.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface Lab {}
