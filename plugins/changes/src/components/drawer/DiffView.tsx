import { useMemo } from 'react';
import { Diff, Hunk, parseDiff } from 'react-diff-view';
import { makeStyles } from '@material-ui/core/styles';
import { visibleControls } from '../../model/visibleControls';

const useStyles = makeStyles({
  // react-diff-view brings a style sheet of its own; these few rules are what of it is needed, in our colours.
  root: {
    overflow: 'auto',
    maxHeight: 460,
    '& .diff': {
      width: '100%',
      borderCollapse: 'collapse',
      tableLayout: 'fixed',
      font: '12px/1.55 var(--mono)',
    },
    '& .diff td': { padding: 0, verticalAlign: 'top' },
    '& .diff-gutter-col': { width: '4.5ch' },
    '& .diff td.diff-gutter': {
      padding: '0 1ch 0 0',
      textAlign: 'right',
      userSelect: 'none',
      color: 'var(--tx2)',
    },
    '& .diff td.diff-code': {
      paddingLeft: '1ch',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    '& .diff-gutter-insert, & .diff-code-insert': {
      background: 'var(--add)',
      color: 'var(--addtx)',
    },
    '& .diff-gutter-delete, & .diff-code-delete': {
      background: 'var(--del)',
      color: 'var(--deltx)',
    },
    '& .diff-hunk + .diff-hunk .diff-line:first-child td': {
      borderTop: '1px dashed var(--line2)',
    },
    '& .diff-code-insert::before': { content: '"+ "' },
    '& .diff-code-delete::before': { content: '"− "' },
    '& .diff-code-normal::before': { content: '"  "' },
  },
});

/** A unified diff. `patch` may begin at its first hunk. */
export function DiffView(props: { patch: string }) {
  const classes = useStyles();
  const files = useMemo(
    () => parseDiff(withHeader(visibleControls(props.patch))),
    [props.patch],
  );
  return (
    <div className={classes.root}>
      {files.map(file => (
        <Diff
          key={`${file.oldPath}${file.newPath}`}
          viewType="unified"
          diffType={file.type}
          hunks={file.hunks}
        >
          {hunks => hunks.map(hunk => <Hunk key={hunk.content} hunk={hunk} />)}
        </Diff>
      ))}
    </div>
  );
}

function withHeader(patch: string): string {
  const hunks = patch.slice(Math.max(0, patch.search(/^@@ /m)));
  return `diff --git a/file b/file\n--- a/file\n+++ b/file\n${hunks}`;
}
