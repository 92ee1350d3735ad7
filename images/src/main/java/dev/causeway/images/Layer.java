package dev.causeway.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One layer of an image as a folder. Layers that change seldom come first.
 *
 * @param kind what it holds
 * @param folder its files where they will be in an image, this folder being the root
 */
record Layer(Kind kind, Path folder) {

  /** What a layer holds, in the order in which layers are laid. */
  enum Kind {
    /** Released libraries. */
    DEPENDENCIES(1),
    /** Native libraries of one platform. */
    NATIVES(2),
    /** Libraries of this project. */
    MODULES(3),
    /** The program. */
    APPLICATION(4),
    /** Options of the JVM and defaults of the image. */
    CONFIGURATION(5),
    /** Empty folders that the program may write to. */
    STATE(6);

    private final int position;

    Kind(int position) {
      this.position = position;
    }

    /** Returns the name of its folder. */
    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name of its tar file; the number keeps them in order. */
    String tar() {
      return position + "-" + id() + ".tar";
    }
  }

  /** Returns whether there is anything in it. */
  boolean isEmpty() {
    return files().isEmpty();
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !file.equals(folder)).sorted().toList();
    } catch (IOException e) {
      throw new ImagesException(folder + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /** Returns its files with fixed times, modes and owners, so that equal files are equal layers. */
  FileEntriesLayer entries(Image image) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(kind.id());
    for (Path file : files()) {
      String path = "/" + folder.relativize(file).toString().replace('\\', '/');
      boolean isOwned = kind == Kind.STATE && image.folders().contains(path);
      layer.addEntry(
          new FileEntry(
              file,
              AbsoluteUnixPath.get(path),
              Files.isDirectory(file)
                  ? FilePermissions.DEFAULT_FOLDER_PERMISSIONS
                  : FilePermissions.DEFAULT_FILE_PERMISSIONS,
              FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
              isOwned ? Image.user() : "0:0"));
    }
    return layer.build();
  }
}
