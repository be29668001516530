import { useMemo } from 'react';
import { createTwoFilesPatch } from 'diff';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import { stringify } from 'yaml';
import { changesTranslationRef } from '../../translation';
import { DiffView } from './DiffView';

const CONTEXT_LINES = 4;

const useStyles = makeStyles({
  root: {
    border: '1px solid var(--line)',
    borderRadius: 4,
    overflow: 'hidden',
  },
});

/** Both manifests as YAML, one against the other. Loaded when asked for. */
export default function ManifestDiff(
  props: Pick<EventDetail, 'before' | 'after'>,
) {
  const { before, after } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const patch = useMemo(
    () =>
      createTwoFilesPatch(
        'before',
        'after',
        yamlOf(before),
        yamlOf(after),
        undefined,
        undefined,
        { context: CONTEXT_LINES },
      ),
    [before, after],
  );
  return (
    <div className={classes.root}>
      {patch.includes('@@') ? (
        <DiffView patch={patch} />
      ) : (
        t('drawer.diff.noDifference')
      )}
    </div>
  );
}

function yamlOf(manifest: EventDetail['before']): string {
  return manifest === undefined ? '' : stringify(manifest, { lineWidth: 0 });
}
