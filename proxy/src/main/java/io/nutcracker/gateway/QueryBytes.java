// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.gateway;

import java.util.ArrayList;
import java.util.List;

/** The parameters behind a URI's question mark as bytes, which need not be text. */
final class QueryBytes {
  private QueryBytes() {}

  /**
   * The values of all parameters of this name. As forms write them: a plus is a space.
   *
   * @param uri one character per byte
   */
  static List<byte[]> of(String uri, String name) throws RefusedException {
    var values = new ArrayList<byte[]>();
    int start = uri.indexOf('?') + 1;
    String query = start == 0 ? "" : uri.substring(start);
    for (String parameter : query.split("&", -1)) {
      if (parameter.startsWith(name + "=")) {
        String value = parameter.substring(name.length() + 1);
        values.add(PercentEncoding.decode(value.replace('+', ' ')));
      }
    }
    return values;
  }
}
