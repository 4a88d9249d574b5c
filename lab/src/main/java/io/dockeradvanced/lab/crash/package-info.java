/**
 * Proof that a change survives: {@link io.dockeradvanced.lab.crash.KillSweep} kills processes at
 * every write of their journal, {@link io.dockeradvanced.lab.crash.FaultSweep} breaks every call to
 * the engine. A feature plugs in with one class, its {@link
 * io.dockeradvanced.lab.crash.CrashScenario}.
 */
@NullMarked
package io.dockeradvanced.lab.crash;

import org.jspecify.annotations.NullMarked;
