/** A proxy between a client and a real engine that makes faults at chosen calls. */
@NullMarked
package io.dockeradvanced.lab.fault;

import org.jspecify.annotations.NullMarked;
