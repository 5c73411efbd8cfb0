// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import io.nutcracker.admin.AdminResource;
import io.nutcracker.admin.HeldBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The paths of the admin port below which pools take commands. */
public final class Gateway {
  private static final String ROOT = "/pool/";

  private Gateway() {}

  /**
   * The paths.
   *
   * @param doors of all pools, also of those that take no commands over HTTP
   */
  public static Map<String, AdminResource> paths(List<PoolDoor> doors, HeldBytes held) {
    var paths = new HashMap<String, AdminResource>();
    paths.put(ROOT, new UnknownPool());
    doors.forEach(door -> paths.put(ROOT + door.config().name() + "/", resource(door, held)));
    return paths;
  }

  private static AdminResource resource(PoolDoor door, HeldBytes held) {
    return door.config().http() ? new PoolCommands(door, held) : new ClosedPool(door.config());
  }
}
