/** The tag of an image reference, or the beginning of its digest: `v2.14.1`, `sha256:1f2e3d4c5b6a`. */
export function imageVersion(image: string): string | undefined {
  const [name, digest] = image.split('@');
  const lastPart = name.slice(name.lastIndexOf('/') + 1);
  const colon = lastPart.indexOf(':');
  if (colon >= 0) return lastPart.slice(colon + 1);
  return digest?.slice(0, 'sha256:'.length + 12);
}

/** An image reference without tag and digest. */
export function imageName(image: string): string {
  const [name] = image.split('@');
  const slash = name.lastIndexOf('/');
  const colon = name.indexOf(':', slash + 1);
  return colon < 0 ? name : name.slice(0, colon);
}
