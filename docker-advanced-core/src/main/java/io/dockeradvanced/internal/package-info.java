/** What the owner shares with our own modules. Not API: may change in any release. */
@NullMarked
package io.dockeradvanced.internal;

import org.jspecify.annotations.NullMarked;
