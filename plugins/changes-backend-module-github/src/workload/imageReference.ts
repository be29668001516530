/** A container image as a manifest names it. */
export interface ImageReference {
  /** `ghcr.io`; absent for Docker Hub's short form. */
  registry?: string;
  /** `acme/rest-api` */
  path: string;
  tag?: string;
  /** `sha256:…` */
  digest?: string;
}

/** Longest reference that is looked at, in characters; the distribution specification allows 255 for the name and 128 for the tag. */
const REFERENCE_MAX_CHARS = 512;

/** Splits `registry/path:tag@digest`; undefined for what no image reference looks like. */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > REFERENCE_MAX_CHARS) return undefined;
  const match =
    /^([^\s:@]+(?::\d+(?=\/)[^\s:@]*)?)(?::([\w][\w.-]*))?(?:@([a-z0-9+._-]+:[0-9a-f]+))?$/i.exec(
      text,
    );
  if (!match) return undefined;
  const [, name, tag, digest] = match;
  const slash = name.indexOf('/');
  const head = slash < 0 ? '' : name.slice(0, slash);
  // Docker's rule: the first part is a registry if it could not be a user's name on Docker Hub.
  const isRegistry = /[.:]/.test(head) || head === 'localhost';
  const path = isRegistry ? name.slice(slash + 1) : name;
  if (path === '') return undefined;
  return { ...(isRegistry && { registry: head }), path, tag, digest };
}

/** The last part of the image's path: `rest-api`. */
export function imageName(image: ImageReference): string {
  return image.path.slice(image.path.lastIndexOf('/') + 1);
}
