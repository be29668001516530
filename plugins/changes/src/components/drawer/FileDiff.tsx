import { Suspense, lazy, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { CodeFile } from '@ripplehq/backstage-plugin-changes-common';
import { isDeployed } from '../../model/rankedFiles';
import { changesTranslationRef } from '../../translation';
import { Chip, Icon, Skeleton } from '../kit';

const DiffView = lazy(() =>
  import('./DiffView').then(module => ({ default: module.DiffView })),
);

const useStyles = makeStyles({
  root: {
    border: '1px solid var(--line)',
    borderRadius: 4,
    overflow: 'hidden',
    '& + &': { marginTop: 4 },
  },
  head: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    width: '100%',
    border: 0,
    padding: '5px 10px',
    background: 'var(--inset)',
    color: 'var(--tx)',
    font: '12px/1.55 var(--mono)',
    flexWrap: 'wrap',
    textAlign: 'left',
    cursor: 'pointer',
    '& b': { fontWeight: 700, overflowWrap: 'anywhere' },
    '&:focus-visible': { outlineOffset: -2 },
  },
  sub: { color: 'var(--tx2)' },
  lines: { marginLeft: 'auto', color: 'var(--tx2)', whiteSpace: 'nowrap' },
  none: { padding: '6px 10px', fontSize: 12, color: 'var(--tx2)' },
});

/** A file of a comparison; unfolds into its patch. */
export function FileDiff(props: {
  file: CodeFile;
  provider: string;
  open: 'yes' | 'no';
}) {
  const { file, provider } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [open, setOpen] = useState(props.open === 'yes' && !file.generated);
  return (
    <div className={classes.root}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'expand' : 'next'} size={12} />
        <b>{file.path}</b>
        {file.previousPath && (
          <span className={classes.sub}>
            {t('drawer.code.renamed', { path: file.previousPath })}
          </span>
        )}
        {isDeployed(file) && (
          <Chip tone="warn">{t('drawer.code.interest')}</Chip>
        )}
        {file.generated && <Chip>{t('drawer.code.generated')}</Chip>}
        <span className={classes.lines}>
          +{file.additions} −{file.deletions}
        </span>
      </button>
      {open &&
        (file.patch ? (
          <Suspense fallback={<Skeleton width="100%" height={90} />}>
            <DiffView patch={file.patch} />
          </Suspense>
        ) : (
          <div className={classes.none}>
            {t('drawer.code.noPatch', { provider })}
          </div>
        ))}
    </div>
  );
}
