import { makeStyles } from '@material-ui/core/styles';

/** How this page's tables look. */
export const useTableStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: {
    width: '100%',
    minWidth: 720,
    borderCollapse: 'collapse',
    fontSize: 12.5,
    '& th': {
      textAlign: 'left',
      fontSize: 11.5,
      color: 'var(--tx2)',
      padding: '9px 8px',
      borderBottom: '1px solid var(--line2)',
      whiteSpace: 'nowrap',
    },
    '& td': {
      padding: '7px 8px',
      borderBottom: '1px solid var(--line)',
      verticalAlign: 'top',
    },
    '& th:first-child, & td:first-child': { paddingLeft: 16 },
    '& th:last-child, & td:last-child': { paddingRight: 16 },
    '& tr:last-child td': { borderBottom: 0 },
    '& b': { fontWeight: 700 },
  },
  number: { '&&': { textAlign: 'right', whiteSpace: 'nowrap' } },
});
