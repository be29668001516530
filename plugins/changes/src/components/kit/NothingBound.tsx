import type { ReactNode } from 'react';
import { ANNOTATION_EDIT_URL, type Entity } from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  type EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button } from './Button';
import { useNow } from './Clock';
import { CopyButton } from './CopyButton';
import { Icon } from './Icon';
import { Notice } from './Notice';
import {
  BindingLookup,
  bindingLookups,
  suggestedAnnotation,
} from './bindingLookups';

const useStyles = makeStyles({
  looked: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 12,
    '& td': {
      padding: '5px 8px 5px 0',
      borderBottom: '1px solid var(--line)',
      verticalAlign: 'top',
      overflowWrap: 'anywhere',
    },
    '& td:first-child': { width: 20 },
    '& td:last-child': { color: 'var(--tx2)', whiteSpace: 'nowrap' },
  },
  code: {
    width: '100%',
    margin: 0,
    padding: '9px 12px',
    border: '1px solid var(--line2)',
    borderRadius: 4,
    background: 'var(--inset)',
    font: '12px/1.55 var(--mono)',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  added: {
    display: 'block',
    margin: '0 -12px',
    padding: '0 12px',
    background: 'var(--add)',
    color: 'var(--addtx)',
    boxShadow: 'inset 3px 0 0 var(--ok)',
  },
});

/** No workload was found for an entity: what was looked for, where, and the one annotation to add. */
export function NothingBound(props: {
  entity: Entity;
  health: Pick<EntityHealth, 'coverage' | 'lookedFor'>;
  onRetry: () => void;
}) {
  const { entity, health } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const now = useNow();
  const annotation = suggestedAnnotation(entity, health.lookedFor);
  const found = health.lookedFor?.suggestion.found ?? 0;
  const annotations = entity.metadata.annotations ?? {};
  const editUrl = annotations[ANNOTATION_EDIT_URL];
  return (
    <Notice
      icon="unknown"
      color="var(--unk)"
      title={t('binding.title', {
        name: entity.metadata.title ?? entity.metadata.name,
      })}
      actions={
        <>
          <CopyButton
            look="primary"
            size="small"
            text={`metadata:\n  annotations:\n    ${annotation}\n`}
          />
          {editUrl && (
            <Button size="small" to={editUrl}>
              {t('binding.edit')}
              <Icon name="external" size={12} />
            </Button>
          )}
          <Button size="small" onClick={props.onRetry}>
            <Icon name="refresh" size={12} />
            {t('action.lookAgain')}
          </Button>
        </>
      }
    >
      <p>{t('binding.text')}</p>
      <table className={classes.looked}>
        <tbody>
          {bindingLookups(entity, health, now).map(lookup => (
            <LookupRow key={JSON.stringify(lookup)} lookup={lookup} />
          ))}
        </tbody>
      </table>
      <p>
        {annotations[ANNOTATIONS.kubernetesLabelSelector]
          ? t('binding.check')
          : t('binding.add', { file: <code>catalog-info.yaml</code> })}
        {found > 0 && <> {t('binding.wouldFind', { count: found })}</>}
      </p>
      <pre className={classes.code}>
        {'metadata:\n  annotations:\n'}
        <span className={classes.added}>{`    ${annotation}`}</span>
      </pre>
    </Notice>
  );
}

function LookupRow(props: { lookup: BindingLookup }) {
  const { lookup } = props;
  const words = useLookupWords();
  const isSet =
    lookup.type === 'annotation'
      ? lookup.value !== undefined
      : lookup.type === 'claim' && lookup.found > 0;
  const { what, result } = words(lookup);
  return (
    <tr>
      <td>
        {lookup.type === 'cluster' ? (
          <Icon name="stale" size={12} color="var(--unk)" />
        ) : (
          <Icon
            name={isSet ? 'check' : 'cross'}
            size={12}
            color={isSet ? 'var(--ok)' : 'var(--unk)'}
          />
        )}
      </td>
      <td>{what}</td>
      <td>{result}</td>
    </tr>
  );
}

function useLookupWords(): (lookup: BindingLookup) => {
  what: ReactNode;
  result: string;
} {
  const { t } = useTranslationRef(changesTranslationRef);
  const found = (claim: Extract<BindingLookup, { type: 'claim' }>) => {
    if (claim.found > 0) return t('binding.found', { count: claim.found });
    return claim.source === 'kubernetes'
      ? t('binding.noneIn', { count: claim.clusters })
      : t('binding.notFound');
  };
  return lookup => {
    switch (lookup.type) {
      case 'annotation':
        return {
          what: t('binding.annotation', { key: <code>{lookup.key}</code> }),
          result: lookup.value ?? t('binding.notSet'),
        };
      case 'label':
        return {
          what: t('binding.label', {
            key: <code>{lookup.key}</code>,
            value: <code>{lookup.value}</code>,
          }),
          result: t('binding.noneIn', { count: lookup.clusters }),
        };
      case 'claim':
        return {
          what: (
            <>
              {t(`binding.claim.${lookup.how}`, {
                text: <code>{lookup.text}</code>,
              })}
              {lookup.place && t('binding.claim.in', { place: lookup.place })}
            </>
          ),
          result: found(lookup),
        };
      case 'selector':
        return {
          what: t('binding.selector', { value: <code>{lookup.value}</code> }),
          result: t('binding.noneIn', { count: lookup.clusters }),
        };
      default:
        return {
          what: t('binding.cluster', { cluster: lookup.cluster }),
          result: t('binding.couldNotAsk'),
        };
    }
  };
}
