import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventRow } from '../../model/eventRows';
import { changesTranslationRef } from '../../translation';
import { StatusIcon, useTimeFormat } from '../kit';

const useStyles = makeStyles({
  became: {
    '& td': {
      background: 'var(--bad-bg)',
      color: 'var(--bad)',
      fontWeight: 700,
      fontSize: 12,
      borderTop: '1.5px dashed var(--bad)',
    },
  },
});

/** Parts what happened after the service became ill from what may have caused it. */
export function BecameRow(props: {
  row: Extract<EventRow, { type: 'became' }>;
  now: number;
  columns: number;
}) {
  const { at, service, status } = props.row;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  return (
    <tr className={classes.became}>
      <td colSpan={props.columns}>
        <StatusIcon status={status} size={12} word="beside" />{' '}
        {t('changesTab.events.became', {
          moment: time.exact(at, props.now),
          service,
          status: lower(t(`status.${status}`)),
        })}
      </td>
    </tr>
  );
}

function lower(word: string): string {
  return word.charAt(0).toLocaleLowerCase() + word.slice(1);
}
