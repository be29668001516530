import type { JsonObject } from '@backstage/types';
import { listAt, objectAt } from './KubernetesObject';

/**
 * Whether labels match a label selector (`matchLabels`, `matchExpressions`). An empty one matches all, as in a NetworkPolicy or a
 * PodDisruptionBudget.
 */
export function selects(
  selector: JsonObject,
  labels: Record<string, string>,
): boolean {
  return (
    selectsLabels(objectAt(selector, 'matchLabels'), labels) &&
    listAt(selector, 'matchExpressions').every(({ key, operator, values }) => {
      const value = labels[String(key)];
      const isListed = Array.isArray(values) && values.includes(value);
      switch (operator) {
        case 'In':
          return value !== undefined && isListed;
        case 'NotIn':
          return !isListed;
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          return false;
      }
    })
  );
}

/** Whether labels have all of these values, as a Service's selector demands. */
export function selectsLabels(
  wanted: JsonObject | Record<string, string>,
  labels: Record<string, string>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
