/**
 * Every change to a server: observe, plan, apply, verify, written in a journal. The steps of a plan
 * are data; one runner executes those of every feature.
 */
@NullMarked
package io.dockeradvanced.operation;

import org.jspecify.annotations.NullMarked;
