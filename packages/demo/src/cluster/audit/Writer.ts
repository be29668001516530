import type { ApiIdentity } from './AuditLog.ts';

/** Who writes. */
export interface Writer {
  /** The field manager, e.g. `kubectl-edit`, `argocd-controller`, `helm`. */
  manager: string;
  /** As whom the API server has let it in; its service account without it. */
  user?: ApiIdentity;
  /** Of its requests; it follows from the manager without it. */
  userAgent?: string;
}

/** As whom a writer is let in. */
export function identityOf({ manager, user }: Writer): ApiIdentity {
  return (
    user ?? {
      username: `system:serviceaccount:${manager}:${manager}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${manager}`],
    }
  );
}

export function userAgentOf({ manager, userAgent }: Writer): string {
  if (userAgent) return userAgent;
  const [, program] = /^(kubectl)-/.exec(manager) ?? [];
  return `${program ?? manager}/v1.36.3 (linux/amd64)`;
}
