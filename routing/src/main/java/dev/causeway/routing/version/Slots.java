package dev.causeway.routing.version;

import java.util.ArrayList;
import java.util.List;

/** Copies of small immutable lists with one element more, less or different. */
final class Slots {
  private Slots() {}

  static <T> List<T> inserted(List<T> list, int index, T element) {
    List<T> copy = new ArrayList<>(list.size() + 1);
    copy.addAll(list);
    copy.add(index, element);
    return List.copyOf(copy);
  }

  static <T> List<T> replaced(List<T> list, int index, T element) {
    List<T> copy = new ArrayList<>(list);
    copy.set(index, element);
    return List.copyOf(copy);
  }

  static <T> List<T> removed(List<T> list, int index) {
    List<T> copy = new ArrayList<>(list);
    copy.remove(index);
    return List.copyOf(copy);
  }
}
