import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Icon } from './Icon';

/** Health, and two ways of not knowing it: nobody watches any more; the reader may not see it. */
export type ShownStatus = HealthStatus | 'stale' | 'withheld';

export const STATUS_COLOR: Record<ShownStatus, string> = {
  healthy: 'var(--ok)',
  degraded: 'var(--warn)',
  unhealthy: 'var(--bad)',
  unknown: 'var(--unk)',
  stale: 'var(--unk)',
  withheld: 'var(--unk)',
};

/** A status as a shape of its own, named for screen readers unless a word for it stands beside it. */
export function StatusIcon(props: {
  status: ShownStatus;
  size?: number;
  /** `beside`: the status is written next to it, so the icon is decoration. */
  word?: 'beside' | 'none';
}) {
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Icon
      name={props.status}
      size={props.size}
      color={STATUS_COLOR[props.status]}
      label={props.word === 'beside' ? undefined : t(`status.${props.status}`)}
    />
  );
}
