/** Calls to the Engine with raw JSON, for our own modules. Not API: may change in any release. */
@NullMarked
package io.dockeradvanced.internal.engine;

import org.jspecify.annotations.NullMarked;
