import type {
  ChangeEvent,
  CodeComparison,
} from '@ripplehq/backstage-plugin-changes-common';

/** Who is behind a change: the person first, then what put it into effect. */
export interface WhoChanged {
  name: string;
  /** The tool or controller that applied what `name` wrote. */
  appliedBy?: string;
  approvedBy: string[];
}

/**
 * A tool that delivers what was merged is not who changed it: that is the author of the newest pull request. A person, and a tool
 * without a pull request, stand for themselves.
 */
export function whoChanged(
  actor: NonNullable<ChangeEvent['actor']>,
  comparison: CodeComparison | undefined,
): WhoChanged {
  const names = new Map(
    comparison?.authors.map(({ login, name }) => [login, name]),
  );
  const nameOf = (person: { login?: string; name: string }) =>
    (person.login && names.get(person.login)) || person.name;
  const pull = comparison?.pullRequests[0];
  const approvedBy = [...new Set(pull?.approvedBy.map(nameOf))];
  if (!pull || actor.kind === 'user' || actor.kind === 'unknown') {
    return { name: actor.name, approvedBy };
  }
  return { name: nameOf(pull.author), appliedBy: actor.name, approvedBy };
}
