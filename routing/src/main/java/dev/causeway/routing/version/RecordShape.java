package dev.causeway.routing.version;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** The accessors of a record class in the order of its components, looked up once per class. */
final class RecordShape {
  private static final MethodType ACCESSOR = MethodType.methodType(Object.class, Record.class);

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final String name;
  private final MethodHandle[] accessors;

  private RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is not a record");
    }
    this.name = type.getSimpleName();
    this.accessors = new MethodHandle[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        accessors[i] =
            MethodHandles.publicLookup().unreflect(components[i].getAccessor()).asType(ACCESSOR);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(type.getName() + " is not public", e);
    }
  }

  static RecordShape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  /** Returns the simple name, so that moving a record to another package keeps its versions. */
  String name() {
    return name;
  }

  int size() {
    return accessors.length;
  }

  @Nullable Object component(Record record, int index) {
    try {
      return (Object) accessors[index].invokeExact(record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("an accessor of a record threw a checked exception", e);
    }
  }
}
