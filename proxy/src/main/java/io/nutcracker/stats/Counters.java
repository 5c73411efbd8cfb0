// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One worker's part of a table of figures. Only that worker writes, so an addition is a plain read
 * and a store; any thread may read and sees a value that was true a moment ago.
 *
 * @param <S> the table
 */
@SuppressWarnings("EnumOrdinal") // the array lives and dies with the table
public final class Counters<S extends Enum<S> & Stat> {
  private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] values;

  public Counters(Class<S> table) {
    values = new long[table.getEnumConstants().length];
  }

  /** Adds; called by the owning worker only. */
  public void add(S stat, long n) {
    int i = stat.ordinal();
    VALUE.setOpaque(values, i, values[i] + n);
  }

  /** The current value; may be called by any thread. */
  public long get(S stat) {
    return (long) VALUE.getOpaque(values, stat.ordinal());
  }
}
