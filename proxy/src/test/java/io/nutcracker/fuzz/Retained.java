// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.fuzz;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much memory an object of ours holds on to, but for what Java itself adds. */
final class Retained {
  private static final int SLOT_BYTES = 8;

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          var fields = new ArrayList<Field>();
          for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
              field.setAccessible(true);
              fields.add(field);
            }
          }
          return fields;
        }
      };

  private Retained() {}

  static int bytesOf(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case Enum<?> _ -> 0;
      case StringBuilder text -> text.capacity();
      case CharSequence text -> text.length();
      case byte[] bytes -> bytes.length;
      case int[] ints -> ints.length * Integer.BYTES;
      case Object array when array.getClass().isArray() -> Array.getLength(array) * SLOT_BYTES;
      case Object ours when ours.getClass().getName().startsWith("io.nutcracker.") ->
          bytesOfFields(ours);
      default -> SLOT_BYTES;
    };
  }

  private static int bytesOfFields(Object ours) {
    int bytes = 0;
    for (Field field : FIELDS.get(ours.getClass())) {
      try {
        bytes += SLOT_BYTES + (field.getType().isPrimitive() ? 0 : bytesOf(field.get(ours)));
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
    return bytes;
  }
}
