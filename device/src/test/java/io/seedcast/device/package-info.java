/** Tests of the agent with real packages, a real hub, and a hub that misbehaves on purpose. */
@NullMarked
package io.seedcast.device;

import org.jspecify.annotations.NullMarked;
