import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button } from './Button';
import { useNow } from './Clock';
import { useTimeFormat, useZone } from './useTimeFormat';

/** Names the zone of all times on the screen; a click switches between the browser's and UTC. */
export function ZoneSwitch() {
  const { t } = useTranslationRef(changesTranslationRef);
  const { zone, browserZone, toggle } = useZone();
  const time = useTimeFormat();
  const now = useNow();
  const action =
    zone === 'UTC'
      ? t('time.useLocal', { zone: browserZone })
      : t('time.useUtc');
  return (
    <span title={action}>
      <Button
        look="link"
        onClick={toggle}
        label={`${time.zoneLabel(now)}: ${action}`}
      >
        {time.zoneLabel(now)}
      </Button>
    </span>
  );
}
