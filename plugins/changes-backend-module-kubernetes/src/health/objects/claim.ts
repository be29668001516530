import { usesClaim } from '../../watch/affects';
import {
  PERSISTENT_VOLUME_CLAIM,
  objectAt,
  textOf,
  type KubernetesObject,
} from '../../kinds';
import { NOTHING, type Detector } from '../Detector';
import type { Aspect, ObjectFacts } from '../ObjectFacts';

const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
const FORMER_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';

export type ClaimStanding = {
  phase: 'Pending' | 'Lost';
  /** Empty for volumes that somebody has to make by hand. */
  storageClass?: string;
  /** Who was asked to make its volume, and when. */
  provisioner?: string;
  askedAt?: string;
  /** The one volume that it wants, or had. */
  volume?: string;
};

type Facts = ObjectFacts<ClaimStanding>;

/**
 * A claim that waits for its volume though somebody should have made it. A class with `WaitForFirstConsumer` makes none before a pod is
 * placed that uses it: the controller asks the provisioner then only, and writes down whom it asked (`storage-provisioner`). So a claim
 * that has a class and asked nobody waits on purpose, unless a Warning says otherwise, as when its class does not exist.
 */
export const claimPending: Detector<Facts> = {
  name: 'claim-pending',
  detect(
    { object, standing, warnings, workloads },
    _now,
    { claim: { afterSeconds } },
  ) {
    const { phase, storageClass, provisioner, askedAt, volume } = standing;
    const warning = warnings().find(({ reason }) =>
      /^(ProvisioningFailed|FailedBinding|VolumeMismatch|ClaimMisbound|ClaimLost)$/.test(
        reason,
      ),
    );
    const why = whyOf(standing, warning !== undefined);
    const isUsed = workloads().some(({ replicas }) => replicas > 0);
    // Nobody makes a volume by hand before it is needed.
    if (why === undefined || (why === 'by-hand' && !isUsed)) return NOTHING;
    return {
      findings: [
        {
          cause: '',
          severity: 'warning',
          title:
            phase === 'Lost'
              ? `claim ${object.name} has lost its volume${
                  volume ? ` ${volume}` : ''
                }`
              : `claim ${object.name} waits for a volume${
                  warning
                    ? `: ${warning.message.slice(0, 200)}`
                    : reasonOf(standing)
                }`,
          since: phase === 'Lost' ? undefined : askedAt ?? object.createdAt,
          ...(phase === 'Lost' ? {} : { afterSeconds }),
          evidence: [
            {
              label: 'Storage class',
              text: storageClass || 'none: somebody makes its volumes by hand',
            },
            ...(provisioner
              ? [{ label: 'Provisioner', text: provisioner }]
              : []),
            ...(volume ? [{ label: 'Volume', text: volume }] : []),
            ...(warning
              ? [
                  {
                    label: 'Events',
                    text: `${warning.reason}: ${warning.message}`,
                  },
                ]
              : []),
          ],
        },
      ],
    };
  },
};

/** Why it may be expected to have a volume by now; undefined where it may not. */
function whyOf(
  { phase, provisioner, storageClass, volume }: ClaimStanding,
  isWarned: boolean,
): 'lost' | 'asked' | 'warned' | 'by-hand' | undefined {
  if (phase === 'Lost') return 'lost';
  if (provisioner !== undefined) return 'asked';
  if (isWarned) return 'warned';
  return !storageClass || volume !== undefined ? 'by-hand' : undefined;
}

function reasonOf({ provisioner, volume }: ClaimStanding): string {
  if (provisioner) return ` that ${provisioner} should make`;
  return volume ? ` ${volume}` : ': none fits';
}

export const CLAIM_ASPECT: Aspect<ClaimStanding> = {
  name: 'claim',
  kind: PERSISTENT_VOLUME_CLAIM,
  read(object) {
    const phase = objectAt(object, 'status').phase;
    if (phase !== 'Pending' && phase !== 'Lost') return undefined;
    const { annotations, deletionTimestamp } = object.metadata;
    if (deletionTimestamp !== undefined) return undefined;
    const spec = objectAt(object, 'spec');
    const provisioner =
      annotations?.[PROVISIONER] ?? annotations?.[FORMER_PROVISIONER];
    const [storageClass, volume] = [
      textOf(spec.storageClassName),
      textOf(spec.volumeName),
    ];
    const askedAt = provisioner === undefined ? undefined : askedAtOf(object);
    return {
      phase,
      ...(storageClass ? { storageClass } : {}),
      ...(provisioner ? { provisioner } : {}),
      ...(askedAt ? { askedAt } : {}),
      ...(volume ? { volume } : {}),
    };
  },
  workloads: ({ namespace, name }, _standing, surroundings) =>
    surroundings
      .workloads(namespace)
      .filter(workload => usesClaim(workload, name)),
  detectors: [claimPending],
};

/** When the annotation was written that names the provisioner. */
function askedAtOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.managedFields?.find(({ fieldsV1 }) => {
    const names = Object.keys(
      objectAt(fieldsV1, 'f:metadata', 'f:annotations'),
    );
    return names.includes(`f:${PROVISIONER}`);
  })?.time;
}
