import type { Attribution } from '@ripplehq/backstage-plugin-changes-common';

/**
 * How the audit log of a source's servers is proven and understood. The backend owns the route, the raw body, limits and status codes.
 * What it says is committed with the source's connection and names the authors of the source's own changes.
 * @public
 */
export interface AuditReceiver {
  /** Lower case, e.g. `kubernetes`: the source whose changes it knows the authors of. */
  readonly source: string;
  /** Whose log is taken, at `/{source}/audit/{instance}`. Others are answered 404. */
  readonly instances: readonly string[];
  /** Larger bodies are answered 413. */
  readonly limitBytes: number;
  /**
   * Throws AuthenticationError when the sender does not prove who it is. Compares in constant time; called before the body is read.
   */
  verify(headers: Record<string, string>, instance: string): void;
  /** What a body says of writes. Throws InputError that names the field for what cannot be understood. */
  read(raw: Buffer, instance: string): Promise<Attribution[]>;
}
