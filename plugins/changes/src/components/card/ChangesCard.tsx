import { stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { useEntityHealth } from '../../api';
import {
  Chip,
  ErrorState,
  Icon,
  NothingBound,
  Panel,
  RefreshFailure,
  RippleRoot,
  coverageEntries,
  isNothingBound,
  useCoverageWords,
  useNow,
} from '../kit';
import { CardBody } from './CardBody';
import { CardSkeleton } from './CardSkeleton';

const CHIPS_MAX = 3;

/** The overview's answer to "is it fine, and if not, where do I go?" for the page's entity. */
export function ChangesCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(changesTranslationRef);
  const now = useNow();
  const { answer, answeredAt, error, failingSince, retry } = useEntityHealth(
    stringifyEntityRef(entity),
  );
  return (
    <RippleRoot>
      <Panel
        title={t('card.title')}
        icon={<Icon name="ripple" />}
        aside={answer && <HeadChips health={answer} now={now} />}
      >
        {!answer && !error && <CardSkeleton />}
        {!answer && error && (
          <ErrorState
            error={error}
            name={entity.metadata.title ?? entity.metadata.name}
            failingSince={failingSince}
            onRetry={retry}
          />
        )}
        {answer && error && (
          <RefreshFailure
            error={error}
            answeredAt={answeredAt!}
            onRetry={retry}
          />
        )}
        {answer &&
          (isNothingBound(entity, answer) ? (
            <NothingBound entity={entity} health={answer} onRetry={retry} />
          ) : (
            <CardBody health={answer} now={now} />
          ))}
      </Panel>
    </RippleRoot>
  );
}

/** Clusters that nobody watches, where they make the status unknown; else the environments that decide it. */
function HeadChips(props: { health: EntityHealth; now: number }) {
  const { health, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const words = useCoverageWords();
  if (health.status === 'unknown') {
    const silent = coverageEntries(health.coverage, now).filter(
      entry => entry.source === 'kubernetes' && entry.state !== 'live',
    );
    return (
      <>
        {silent.slice(0, CHIPS_MAX).map(entry => (
          <Chip key={entry.instance} tone="unknown">
            <Icon name="stale" size={12} />
            {t('coverage.entry', {
              name: entry.instance,
              state: words(entry, now),
            })}
          </Chip>
        ))}
      </>
    );
  }
  const deciding = health.environments.filter(
    environment =>
      environment.production &&
      (health.status === 'healthy' || environment.status === health.status),
  );
  return (
    <>
      {deciding.slice(0, CHIPS_MAX).map(environment => (
        <Chip key={environment.name}>{environment.name}</Chip>
      ))}
    </>
  );
}
