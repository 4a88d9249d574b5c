package io.dockeradvanced.compose.internal;

/** The files of a bundle as if it were unpacked into a directory. */
public final class BundleFiles implements SourceFiles {
  private static final int LARGEST_TEXT = 8 * 1024 * 1024;

  private final Bundle bundle;
  private final String label;
  private final String root;
  private final boolean real;

  /**
   * @param root the directory, absolute
   * @param real whether engines know that directory; where nothing was chosen there is none
   */
  public BundleFiles(Bundle bundle, String label, String root, boolean real) {
    this.bundle = bundle;
    this.label = label;
    this.root = root;
    this.real = real;
  }

  private boolean isInside(String path) {
    String clean = Cleaner.clean(path);
    return clean.equals(root) || clean.startsWith(root.equals("/") ? root : root + "/");
  }

  private String inside(String path) {
    return Cleaner.clean(path).substring(root.length());
  }

  @Override
  public Files.Content read(String path) {
    Bytes bytes = bytes(path);
    byte[] content = bytes.bytes();
    return content != null && content.length > LARGEST_TEXT
        ? new Files.Content(null, "is larger than 8 MiB", false)
        : Files.text(bytes);
  }

  @Override
  public Bytes bytes(String path) {
    if (!isInside(path)) {
      return new Bytes(null, "lies outside of the bundle, which reads only what is in it", false);
    }
    byte[] bytes = bundle.bytes(inside(path));
    if (bytes != null) {
      return new Bytes(bytes, "", false);
    }
    return isDirectory(path)
        ? new Bytes(null, "is a directory", false)
        : new Bytes(null, "does not exist", true);
  }

  @Override
  public boolean isDirectory(String path) {
    return isInside(path) && bundle.isDirectory(inside(path));
  }

  @Override
  public boolean exists(String path) {
    return isInside(path)
        && (bundle.isDirectory(inside(path)) || bundle.bytes(inside(path)) != null);
  }

  @Override
  public String label(String path) {
    return path.startsWith("/") && isInside(path) ? label + inside(path) : path;
  }

  @Override
  public boolean areReal() {
    return real;
  }
}
