import { CERTIFICATE, SECRET, objectAt, textOf, validityOf } from '../../kinds';
import { NOTHING, type Detector, type Finding } from '../Detector';
import type { Aspect, HealthSubject, ObjectFacts } from '../ObjectFacts';
import {
  conditionText,
  standingCondition,
  type StandingCondition,
} from './standingCondition';

/** A certificate, as far as its end goes. */
export type CertificateStanding = {
  /** When it ends, and from when on somebody should have renewed it by its own length. */
  notAfter?: string;
  lateFrom?: string;
  /** The Secret that it lies in, by name. */
  keptIn: string;
  /** Why there is none, or no new one. */
  notReady?: StandingCondition;
  dnsNames?: string;
};

type Facts = ObjectFacts<CertificateStanding>;

/**
 * A certificate near its end that nobody has renewed. A short one is renewed shortly before its end by design: it counts only when half
 * the time between its planned renewal and its end has passed (cert-manager renews after two thirds of its life unless told otherwise).
 */
export const certificateEnds: Detector<Facts> = {
  name: 'certificate',
  detect(
    { object, standing },
    now,
    { certificate: { beforeSeconds, notReadyAfterSeconds } },
  ) {
    const { notAfter, lateFrom, notReady, dnsNames } = standing;
    const names = dnsNames ? [{ label: 'Names', text: dnsNames }] : [];
    const condition = notReady
      ? [{ label: 'Condition', text: `Ready: ${conditionText(notReady)}` }]
      : [];
    const findings: Finding[] = [];
    let recheckAt: string | undefined;
    if (notAfter !== undefined) {
      const endsAt = Date.parse(notAfter);
      const nearAt = Math.max(
        endsAt - beforeSeconds * 1000,
        lateFrom === undefined ? -Infinity : Date.parse(lateFrom),
      );
      const at = Date.parse(now);
      const isOver = at >= endsAt;
      if (at >= nearAt) {
        findings.push({
          cause: '',
          severity: isOver ? 'critical' : 'warning',
          title: `certificate ${object.name} ${
            isOver ? 'has ended' : 'ends'
          } on ${notAfter}`,
          since: new Date(nearAt).toISOString(),
          evidence: [{ label: 'Ends', text: notAfter }, ...names, ...condition],
        });
      }
      const next = at < nearAt ? nearAt : endsAt;
      if (next > at) recheckAt = new Date(next).toISOString();
    }
    // What ends is told already, with the reason why there is no new one.
    if (notReady && findings.length === 0) {
      findings.push({
        cause: 'not-ready',
        severity: 'warning',
        title: `certificate ${object.name} cannot be issued${
          notReady.message ? `: ${notReady.message.slice(0, 200)}` : ''
        }`,
        since: notReady.since,
        afterSeconds: notReadyAfterSeconds,
        evidence: [...condition, ...names],
      });
    }
    return findings.length === 0 && recheckAt === undefined
      ? NOTHING
      : { findings, ...(recheckAt ? { recheckAt } : {}) };
  },
};

/** cert-manager's Certificate. */
export const CERTIFICATE_ASPECT: Aspect<CertificateStanding> = {
  name: 'certificate',
  kind: CERTIFICATE,
  read(object) {
    if (object.metadata.deletionTimestamp !== undefined) return undefined;
    const status = objectAt(object, 'status');
    const spec = objectAt(object, 'spec');
    const ready = standingCondition(object, 'Ready');
    const notReady = ready?.status === 'False' ? ready : undefined;
    const notAfter = textOf(status.notAfter);
    if (notAfter === undefined && !notReady) return undefined;
    const renewal = textOf(status.renewalTime);
    const lateFrom =
      notAfter !== undefined && renewal !== undefined
        ? new Date(
            (Date.parse(renewal) + Date.parse(notAfter)) / 2,
          ).toISOString()
        : undefined;
    const dnsNames = Array.isArray(spec.dnsNames)
      ? spec.dnsNames.map(String).slice(0, 10).join(', ')
      : '';
    return {
      ...(notAfter ? { notAfter } : {}),
      ...(lateFrom ? { lateFrom } : {}),
      keptIn: textOf(spec.secretName) ?? '',
      ...(notReady ? { notReady } : {}),
      ...(dnsNames ? { dnsNames } : {}),
    };
  },
  workloads: usersOf,
  detectors: [certificateEnds],
};

/** cert-manager makes it, and says more of it where it is watched. */
const MADE_BY = 'cert-manager.io/certificate-name';

/** A TLS Secret, where Secrets are watched: of its certificate the times alone are kept. */
export const TLS_SECRET_ASPECT: Aspect<CertificateStanding> = {
  name: 'tls-secret',
  kind: SECRET,
  read(object) {
    const isOther =
      object.type !== 'kubernetes.io/tls' ||
      object.metadata.annotations?.[MADE_BY] !== undefined;
    const validity = isOther
      ? undefined
      : validityOf(textOf(objectAt(object, 'data')['tls.crt']) ?? '');
    return validity && { ...validity, keptIn: object.metadata.name };
  },
  workloads: usersOf,
  detectors: [certificateEnds],
};

function usersOf(
  { namespace }: HealthSubject,
  { keptIn }: CertificateStanding,
  surroundings: Facts['surroundings'],
) {
  return surroundings
    .workloads(namespace)
    .filter(({ mentions }) => mentions.secrets.includes(keptIn));
}
