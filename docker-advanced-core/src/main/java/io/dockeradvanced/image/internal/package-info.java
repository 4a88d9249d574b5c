/** How images are fetched, sent and built. Not API: may change in any release. */
@NullMarked
package io.dockeradvanced.image.internal;

import org.jspecify.annotations.NullMarked;
