/** A step into a manifest: a field, or a list's item by its merge key or index. */
export type PathStep = { field: string } | { item: string };

const STEP = /\['((?:[^'])*)'\]|\[([^\]]*)\]|\.?([^.[]+)/g;

/** Takes a path such as `spec.template.spec.containers[app].image` apart. */
export function parsePath(path: string): PathStep[] {
  return [...path.matchAll(STEP)].map(([, quoted, item, field]) =>
    item === undefined ? { field: quoted ?? field } : { item },
  );
}

/** Whether a path leads to a field or into it. */
export function isWithin(path: string, ancestor: string): boolean {
  return (
    path === ancestor ||
    (path.startsWith(ancestor) && /[.[]/.test(path[ancestor.length]))
  );
}

/**
 * How well an entry of managedFields covers a path: 2 when it names the field or something in it, 1 when it only owns what the field
 * lies in, 0 when neither. A leaf may be all of a map or list, or just the map without its keys: managedFields do not say.
 * @param fields - `fieldsV1`: `{ 'f:spec': { 'f:replicas': {} } }`, list items under `k:{"name":"app"}`
 */
export function ownership(
  fields: Record<string, unknown> | undefined,
  path: PathStep[],
): 0 | 1 | 2 {
  let node: unknown = fields;
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return 0;
    const children = node as Record<string, unknown>;
    if (node !== fields && Object.keys(children).length === 0) return 1;
    node =
      'field' in step
        ? children[`f:${step.field}`]
        : itemOf(children, step.item);
  }
  return node === undefined ? 0 : 2;
}

function itemOf(children: Record<string, unknown>, item: string): unknown {
  const key = Object.keys(children).find(candidate => {
    if (!candidate.startsWith('k:')) return false;
    try {
      return Object.values(JSON.parse(candidate.slice(2)))
        .map(String)
        .includes(item);
    } catch {
      return false;
    }
  });
  return key === undefined ? undefined : children[key];
}
