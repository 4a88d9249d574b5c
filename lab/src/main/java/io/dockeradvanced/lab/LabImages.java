package io.dockeradvanced.lab;

/** The images that {@code lab/images} makes; no test uses others. */
public final class LabImages {
  /** A shell and nothing that runs by itself. */
  public static final String BUSYBOX = "docker-advanced-lab/busybox:1";

  /** The same image as {@link #BUSYBOX}, under the name that helpers of tests use. */
  public static final String TINY = "docker-advanced-lab/tiny:1";

  /** A web server on port 8080 whose behaviour its environment controls; has no health check. */
  public static final String WEB = "docker-advanced-lab/web:1";

  /** As {@link #WEB}, but it says version 2 and has another id. */
  public static final String WEB2 = "docker-advanced-lab/web:2";

  /** A server on port 5432 with a volume at {@code /data} and a health check. */
  public static final String DB = "docker-advanced-lab/db:1";

  private LabImages() {}
}
