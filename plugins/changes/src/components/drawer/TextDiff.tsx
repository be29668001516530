import { useMemo } from 'react';
import { createTwoFilesPatch } from 'diff';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
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

/** Two texts of several lines, one against the other. Loaded when asked for. */
export default function TextDiff(props: {
  before: string;
  after: string;
  /** Lines that are the same: a few around each difference, unless all are wanted. */
  context?: 'all';
}) {
  const { before, after, context } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const patch = useMemo(
    () =>
      createTwoFilesPatch(
        'before',
        'after',
        before,
        after,
        undefined,
        undefined,
        { context: context === 'all' ? Infinity : CONTEXT_LINES },
      ),
    [before, after, context],
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
