import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { Banner } from './banner';
import { colors } from './colors';
import { demoUsers } from './demoUsers';
import { TourStrip, useTour } from './tour';
import { useWorld } from './world';

const TOUR_ID = 'demo-tour';

const useStyles = makeStyles(theme => ({
  root: {
    ...colors(theme),
    display: 'flex',
    flexDirection: 'column',
    height: '100vh',
    '@media print': { display: 'block', height: 'auto' },
  },
  demo: {
    color: 'var(--demo-text)',
    fontFamily: theme.typography.fontFamily,
    fontSize: 12.5,
    lineHeight: 1.4,
    fontVariantNumeric: 'tabular-nums',
    '& :focus-visible': {
      outline: '2px solid var(--demo-accent)',
      outlineOffset: 1,
    },
    '@media print': { display: 'none' },
  },
  page: {
    flex: 1,
    minHeight: 0,
    overflow: 'auto',
    // Pages are made for the whole height of the window.
    '& [data-backstage-core-page]': { height: '100%' },
  },
}));

/** The page under the banner and the tour, which stay in sight. */
export default function DemoFrame(props: {
  children: ReactNode;
  reload?: () => void;
}) {
  const classes = useStyles();
  const users = demoUsers(useApi(configApiRef));
  const world = useWorld();
  const [tour, changeTour] = useTour();
  return (
    <div className={classes.root}>
      <div className={classes.demo}>
        <Banner
          world={world}
          users={users}
          reload={props.reload ?? (() => window.location.reload())}
          tourId={TOUR_ID}
          tourOpen={tour.open}
          onTour={() => changeTour({ open: !tour.open })}
        />
        {tour.open && (
          <TourStrip
            id={TOUR_ID}
            tour={tour}
            world={world.view.world}
            onChange={changeTour}
          />
        )}
      </div>
      <div className={classes.page}>{props.children}</div>
    </div>
  );
}
