package dev.causeway.images;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The settings that an application has, read from its classes. */
final class Settings {
  private static final String ANNOTATION =
      "org.springframework.boot.context.properties.ConfigurationProperties";

  private final Set<String> names = new TreeSet<>();
  private final Set<String> maps = new TreeSet<>();

  private Settings() {}

  /** Reads the settings of the module in that folder. */
  static Settings of(String module) {
    JavaClasses classes =
        new ClassFileImporter()
            .importPath(Repository.ROOT.resolve(module).resolve("target/classes"));
    Settings settings = new Settings();
    for (JavaClass type : classes) {
      type.getAnnotations().stream()
          .filter(annotation -> annotation.getRawType().getName().equals(ANNOTATION))
          .forEach(annotation -> settings.collect(prefix(annotation), type));
    }
    return settings;
  }

  private static String prefix(JavaAnnotation<?> annotation) {
    Object value = annotation.get("value").orElse("");
    return value.toString().isEmpty()
        ? annotation.get("prefix").orElseThrow().toString()
        : value.toString();
  }

  private void collect(String prefix, JavaClass type) {
    for (JavaField field : type.getFields()) {
      if (field.getModifiers().contains(JavaModifier.STATIC)) {
        continue;
      }
      String name = prefix + "." + kebab(field.getName());
      JavaClass of = field.getRawType();
      if (of.isAssignableTo(Map.class)) {
        maps.add(name + ".");
      } else if (of.isRecord() && of.getPackageName().startsWith("dev.causeway")) {
        collect(name, of);
      } else {
        names.add(name);
      }
    }
  }

  private static String kebab(String name) {
    return name.chars()
        .mapToObj(
            c ->
                Character.isUpperCase(c)
                    ? "-" + (char) Character.toLowerCase(c)
                    : String.valueOf((char) c))
        .collect(Collectors.joining());
  }

  /** Whether there is a setting of this name, in its canonical form. */
  boolean has(String name) {
    return names.contains(name) || maps.stream().anyMatch(name::startsWith);
  }

  /** Returns the variables of the environment that set something. */
  Set<String> variables() {
    return names.stream()
        .map(name -> name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
