import { Suspense, lazy, useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import {
  isBig,
  rankedFieldChanges,
  type ShownFieldChange,
} from '../../model/fieldChanges';
import { changesTranslationRef } from '../../translation';
import { Button, Icon, Skeleton, sourceName } from '../kit';
import { Section } from './Section';

/** Differing fields shown before one asks for the rest. */
const FIELDS_SHOWN = 8;

const ManifestDiff = lazy(() => import('./ManifestDiff'));
const TextDiff = lazy(() => import('./TextDiff'));

const useStyles = makeStyles({
  root: {
    border: '1px solid var(--line)',
    borderRadius: 4,
    overflow: 'hidden',
    font: '12px/1.5 var(--mono)',
  },
  field: { '& + &': { borderTop: '1px solid var(--line)' } },
  path: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    padding: '4px 10px',
    background: 'var(--inset)',
    color: 'var(--tx2)',
    fontSize: 11.5,
    overflowWrap: 'anywhere',
    '& b': { color: 'var(--tx)', fontWeight: 700 },
  },
  percent: { marginLeft: 'auto', whiteSpace: 'nowrap' },
  values: {
    display: 'grid',
    gridTemplateColumns: '1fr 1fr',
    '& > span': {
      padding: '4px 10px',
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
      minWidth: 0,
      maxHeight: 220,
      overflow: 'auto',
    },
  },
  before: { background: 'var(--del)', color: 'var(--deltx)' },
  after: { background: 'var(--add)', color: 'var(--addtx)' },
  big: {
    boxShadow: 'inset 4px 0 0 var(--warn-fill)',
    '& $path': {
      background: 'var(--hl)',
      color: 'var(--hltx)',
      '& b': { color: 'var(--hltx)' },
    },
    '& $values': { fontSize: 20, fontWeight: 700, lineHeight: 1.25 },
  },
  hidden: { fontStyle: 'italic', opacity: 0.85 },
  more: { margin: '6px 0 0' },
  aside: { whiteSpace: 'nowrap' },
  yaml: { marginTop: 8 },
});

/** What differs, the riskiest field first; the whole manifests on request. */
export function FieldChanges(props: { event: EventDetail }) {
  const { event } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [all, setAll] = useState(false);
  const [yaml, setYaml] = useState(false);
  const changes = useMemo(() => rankedFieldChanges(event.diff), [event.diff]);
  if (event.detailWithheld) {
    return (
      <Section title={sourceName(event.source)}>
        <Icon name="withheld" size={12} color="var(--unk)" />{' '}
        {t('drawer.diff.withheld', { reason: event.detailWithheld })}
      </Section>
    );
  }
  const hasManifests = event.before !== undefined || event.after !== undefined;
  if (changes.length === 0 && !hasManifests) return null;
  const shown = all ? changes : changes.slice(0, FIELDS_SHOWN);
  const rest = changes.length - shown.length;
  return (
    <Section
      title={t('drawer.diff.title', {
        what: sourceName(event.source),
        count: changes.length,
      })}
      aside={
        hasManifests && (
          <Button look="link" onClick={() => setYaml(!yaml)}>
            {yaml ? t('drawer.diff.hideYaml') : t('drawer.diff.yaml')}
          </Button>
        )
      }
    >
      {changes.length === 0 && t('drawer.diff.none')}
      {shown.length > 0 && (
        <div className={classes.root}>
          {shown.map((change, index) => (
            <Field
              key={change.change.path}
              change={change}
              look={index === 0 && isBig(change) ? 'big' : 'plain'}
            />
          ))}
        </div>
      )}
      {rest > 0 && (
        <div className={classes.more}>
          <Button look="link" onClick={() => setAll(true)}>
            {t('drawer.diff.more', { count: rest })}
          </Button>
        </div>
      )}
      {yaml && (
        <div className={classes.yaml}>
          <Suspense fallback={<Skeleton width="100%" height={120} />}>
            <ManifestDiff before={event.before} after={event.after} />
          </Suspense>
        </div>
      )}
    </Section>
  );
}

function Field(props: { change: ShownFieldChange; look: 'big' | 'plain' }) {
  const { change, look } = props;
  const { parent, leaf, tail, before, after, percent } = change;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const hidden = change.change.redacted === true;
  const value = (text: string | undefined) => {
    if (hidden) {
      return (
        <span className={classes.hidden} title={t('drawer.diff.hiddenHint')}>
          {t('drawer.diff.hidden')}
        </span>
      );
    }
    if (text === undefined) {
      return <span className={classes.hidden}>{t('drawer.diff.unset')}</span>;
    }
    return text;
  };
  return (
    <div
      className={
        look === 'big' ? `${classes.field} ${classes.big}` : classes.field
      }
    >
      <div className={classes.path}>
        {look === 'big' && percent !== undefined && (
          <Icon name={percent < 0 ? 'scale-down' : 'scale-up'} size={12} />
        )}
        <span>
          {parent}
          <b>{leaf}</b>
          {tail}
        </span>
        {percent !== undefined && (
          <span className={classes.percent}>
            {percent < 0
              ? t('drawer.diff.fewer', { percent: String(-percent) })
              : t('drawer.diff.greater', { percent: String(percent) })}
          </span>
        )}
      </div>
      {isText(before) && isText(after) && !hidden ? (
        <Suspense fallback={<Skeleton width="100%" height={60} />}>
          <TextDiff before={before} after={after} />
        </Suspense>
      ) : (
        <div className={classes.values}>
          <span className={classes.before}>− {value(before)}</span>
          <span className={classes.after}>+ {value(after)}</span>
        </div>
      )}
    </div>
  );
}

/** Of two texts of several lines only the lines that differ matter. */
function isText(value: string | undefined): value is string {
  return value !== undefined && /\n./.test(value);
}
