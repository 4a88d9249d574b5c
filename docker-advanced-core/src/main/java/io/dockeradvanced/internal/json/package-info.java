/** JSON text to plain Java values and back. Not API: may change in any release. */
@NullMarked
package io.dockeradvanced.internal.json;

import org.jspecify.annotations.NullMarked;
