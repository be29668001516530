/**
 * A step into a manifest: a field, or a list's item by its merge key or index.
 * @public
 */
export type FieldPathStep = { field: string } | { item: string };

const STEP = /\['((?:[^'\\]|\\.)*)'\]|\[((?:[^\]\\]|\\.)*)\]|\.?([^.[\]]+)/gs;
const PLAIN_FIELD = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** `spec` and `replicas` → `spec.replicas`; with other characters `metadata.labels['app.kubernetes.io/name']`. */
export function pathOfField(path: string, field: string): string {
  if (!PLAIN_FIELD.test(field)) {
    return `${path}['${field.replace(/[\\']/g, '\\$&')}']`;
  }
  return path === '' ? field : `${path}.${field}`;
}

/** `containers` and `app` → `containers[app]` */
export function pathOfItem(path: string, item: string): string {
  return `${path}[${item.replace(/[\\\]]|^'/g, '\\$&')}]`;
}

/**
 * Takes a path such as `spec.template.spec.containers[app].image` apart.
 * @public
 */
export function parseFieldPath(path: string): FieldPathStep[] {
  return [...path.matchAll(STEP)].map(([, quoted, item, field]) =>
    item === undefined
      ? { field: field ?? unescaped(quoted) }
      : { item: unescaped(item) },
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
