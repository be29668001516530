import { makeStyles } from '@material-ui/core/styles';
import { ExplorerRoutes } from './ExplorerRoutes';

const useStyles = makeStyles({
  // As wide as the header that the new frontend system draws above it.
  root: { padding: '0 20px 24px' },
});

/** The explorer inside a page whose shell the frontend system draws. */
export function ExplorerContent() {
  const classes = useStyles();
  return (
    <main className={classes.root}>
      <ExplorerRoutes />
    </main>
  );
}
