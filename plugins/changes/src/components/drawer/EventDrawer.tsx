import { useEffect, useRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EventDetail,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { useEventDetail } from '../../api';
import { isOpenStatus, type TimelineModel } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Chip,
  CopyButton,
  ErrorState,
  Icon,
  KindIcon,
  Loading,
  Skeleton,
  useKindName,
  type Tone,
} from '../kit';
import { EventContent } from './EventContent';
import { DRAWER_WIDTH_PX, useDockedBody } from './useDockedBody';
import { useSummary } from './useSummary';
import { VerdictBar } from './VerdictBar';

const useStyles = makeStyles({
  root: {
    position: 'fixed',
    top: 0,
    right: 0,
    bottom: 0,
    zIndex: 20,
    width: DRAWER_WIDTH_PX,
    display: 'flex',
    flexDirection: 'column',
    background: 'var(--paper)',
    borderLeft: '1px solid var(--line2)',
    boxShadow: '-4px 0 16px rgba(0,0,0,.14)',
    '@media (max-width: 1149.95px)': {
      top: 'auto',
      left: 'var(--sheet-left, 0)',
      width: 'auto',
      height: '54vh',
      borderLeft: 0,
      borderTop: '2px solid var(--selln)',
      boxShadow: 'var(--sheet-shadow)',
    },
  },
  head: {
    display: 'flex',
    gap: 6,
    alignItems: 'center',
    padding: '10px 16px',
    borderBottom: '1px solid var(--line)',
    '& > b': { fontWeight: 700 },
  },
  buttons: { marginLeft: 'auto', display: 'flex', gap: 4 },
  body: {
    flex: 1,
    overflow: 'auto',
    overscrollBehavior: 'contain',
    padding: '0 20px 14px',
  },
  loading: { display: 'grid', gap: 12, padding: '14px 0' },
});

/** An event in full: docked beside the timeline, or a sheet at its foot. Not modal. */
export function EventDrawer(props: {
  id: string;
  model: TimelineModel | undefined;
  suspects: Suspects | undefined;
  titles: ReadonlyMap<string, string>;
  now: number;
  href: () => string;
  onClose: () => void;
  onPrevious: () => void;
  onNext: () => void;
  onOpen: (id: string) => void;
}) {
  const { id, model, suspects, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const rootRef = useRef<HTMLElement>(null);
  useDockedBody(rootRef);
  const known = model?.byId.get(id);
  const open = known ? isOpenStatus(known.event.status) : false;
  const detail = useEventDetail(id, open ? 'live' : 'once');
  const event = detail.answer;
  const header = event ?? known?.event;
  const titleRef = useRef<HTMLHeadingElement>(null);
  const shown = event !== undefined;
  useEffect(() => {
    titleRef.current?.focus({ preventScroll: true });
  }, [id, shown]);
  const symptom = suspects?.symptom?.eventId;
  const kindName = useKindName();
  const summary = useSummary();
  const textOf = () =>
    event ? summary({ event, suspects, now, url: props.href() }) : props.href();

  const texts = useRef({ c: props.href, m: textOf });
  texts.current = { c: props.href, m: textOf };
  useEffect(() => {
    const root = rootRef.current;
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return;
      if (pressed.key === 'c' || pressed.key === 'm') {
        void navigator.clipboard?.writeText(texts.current[pressed.key]());
      }
    };
    root?.addEventListener('keydown', onKey);
    return () => root?.removeEventListener('keydown', onKey);
  }, []);

  return (
    <aside
      ref={rootRef}
      className={classes.root}
      aria-label={t('drawer.label')}
    >
      <div className={classes.head}>
        {header && (
          <>
            <KindIcon event={header} />
            <b>{kindName(header)}</b>
            <Chip tone={toneOf(header.status)}>
              {toneOf(header.status) === 'ok' && (
                <Icon name="check" size={12} />
              )}
              {t(`outcome.${header.status}`)}
            </Chip>
          </>
        )}
        <span className={classes.buttons}>
          <Button
            size="small"
            label={t('drawer.previous')}
            onClick={props.onPrevious}
          >
            <Icon name="previous" size={14} />
          </Button>
          <Button size="small" label={t('drawer.next')} onClick={props.onNext}>
            <Icon name="next" size={14} />
          </Button>
          <CopyButton size="small" text={props.href}>
            {t('drawer.copyLink')}
          </CopyButton>
          <CopyButton size="small" text={textOf}>
            {t('drawer.markdown')}
          </CopyButton>
          <Button
            size="small"
            label={t('action.close')}
            onClick={props.onClose}
          >
            <Icon name="cross" size={14} />
          </Button>
        </span>
      </div>
      <div className={classes.body}>
        {detail.error && !event && (
          <ErrorState
            error={detail.error}
            name={known?.event.title ?? id}
            title={t('drawer.failed')}
            onRetry={detail.retry}
          />
        )}
        {!event && !detail.error && (
          <Loading what={t('drawer.label')}>
            <div className={classes.loading}>
              <Skeleton width="80%" height={18} />
              <Skeleton width="100%" height={96} />
              <Skeleton width="70%" />
              <Skeleton width="64%" />
            </div>
          </Loading>
        )}
        {event && <EventContent {...props} event={event} titleRef={titleRef} />}
      </div>
      {event && symptom && event.type === 'change' && (
        <VerdictBar event={event} symptom={symptom} onStored={detail.retry} />
      )}
    </aside>
  );
}

function toneOf(status: EventDetail['status']): Tone {
  switch (status) {
    case 'succeeded':
    case 'resolved':
      return 'ok';
    case 'failed':
    case 'open':
      return 'bad';
    case 'in-progress':
    case 'acknowledged':
      return 'warn';
    default:
      return 'unknown';
  }
}
