/**
 * One requirement of a Kubernetes label selector. `in` with one value is `key=value`.
 * @internal
 */
export type Requirement =
  | { operator: 'in' | 'notin'; key: string; values: string[] }
  | { operator: 'exists' | 'absent'; key: string };

const KEY = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/**
 * Reads a label selector as the API server does: `app=web,tier in (a,b),!canary`.
 * @returns undefined for text that is not one.
 * @internal
 */
export function parseLabelSelector(text: string): Requirement[] | undefined {
  const requirements: Requirement[] = [];
  for (const part of splitOutsideParentheses(text)) {
    const requirement = parseRequirement(part.trim());
    if (!requirement) return undefined;
    requirements.push(requirement);
  }
  return requirements.length > 0 ? requirements : undefined;
}

/**
 * Whether labels fulfil all requirements. As in Kubernetes, `notin` and `!=` accept an object without the label.
 * @internal
 */
export function matchesLabels(
  requirements: Requirement[],
  labels: Record<string, string>,
): boolean {
  return requirements.every(requirement => {
    const value = Object.hasOwn(labels, requirement.key)
      ? labels[requirement.key]
      : undefined;
    switch (requirement.operator) {
      case 'exists':
        return value !== undefined;
      case 'absent':
        return value === undefined;
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      default:
        return value === undefined || !requirement.values.includes(value);
    }
  });
}

function splitOutsideParentheses(text: string): string[] {
  return text.split(/,(?![^(]*\))/);
}

function parseRequirement(text: string): Requirement | undefined {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text);
  if (set && KEY.test(set[1])) {
    return {
      operator: set[2] as 'in' | 'notin',
      key: set[1],
      values: set[3].split(',').map(value => value.trim()),
    };
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*([A-Za-z0-9._-]*)$/.exec(text);
  if (equality && KEY.test(equality[1])) {
    return {
      operator: equality[2] === '!=' ? 'notin' : 'in',
      key: equality[1],
      values: [equality[3]],
    };
  }
  if (text.startsWith('!') && KEY.test(text.slice(1).trim())) {
    return { operator: 'absent', key: text.slice(1).trim() };
  }
  return KEY.test(text) ? { operator: 'exists', key: text } : undefined;
}
