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
 * Whether an entry of managedFields covers a path.
 * @param fields - `fieldsV1`: `{ 'f:spec': { 'f:replicas': {} } }`, list items under `k:{"name":"app"}`, set items under `v:…`
 */
export function owns(
  fields: Record<string, unknown> | undefined,
  path: PathStep[],
): boolean {
  let node: unknown = fields;
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return false;
    const children: Record<string, unknown> = node as Record<string, unknown>;
    // A leaf owns all that is in it, as an atomic list or map.
    if (Object.keys(children).length === 0) return true;
    node =
      'field' in step
        ? children[`f:${step.field}`]
        : itemOf(children, step.item);
    if (node === undefined) return false;
  }
  return node !== undefined;
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
