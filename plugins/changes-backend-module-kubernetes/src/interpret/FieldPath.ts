import {
  parseFieldPath,
  type FieldPathStep,
} from '@ripplehq/backstage-plugin-changes-common';

export type PathStep = FieldPathStep;
export const parsePath = parseFieldPath;

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

/** Items are listed by their keys (`k:{"containerPort":53,"protocol":"TCP"}`) or, in a set, by their value (`v:"a"`). */
function itemOf(children: Record<string, unknown>, item: string): unknown {
  const key = Object.keys(children).find(candidate => {
    try {
      const named = JSON.parse(candidate.slice(2));
      if (candidate.startsWith('v:')) return String(named) === item;
      if (!candidate.startsWith('k:')) return false;
      const values = Object.values(named).map(String);
      return values.includes(item) || values.join() === item;
    } catch {
      return false;
    }
  });
  return key === undefined ? undefined : children[key];
}
