package io.dockeradvanced.lab;

/** Where an engine keeps its images. */
public enum ImageStore {
  /** The one that engines of that version have without being told. */
  DEFAULT,
  /** That of containerd: the id of an image is then the digest of its manifest. */
  CONTAINERD
}
