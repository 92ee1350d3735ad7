package dev.causeway.snapctl;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.Collection;

/** JSON of answers that no message of the protocol describes. */
final class Values {
  private Values() {}

  static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  static Value number(int value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

  static Value bool(boolean value) {
    return Value.newBuilder().setBoolValue(value).build();
  }

  static Value object(Struct.Builder fields) {
    return Value.newBuilder().setStructValue(fields).build();
  }

  static Value list(Collection<Value> values) {
    return Value.newBuilder().setListValue(ListValue.newBuilder().addAllValues(values)).build();
  }
}
