import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    height: 3 * sidebarConfig.logoHeight,
    display: 'flex',
    alignItems: 'center',
    marginBottom: -14,
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: 14,
    marginLeft: 20,
    color: '#ffffff',
    fontSize: 22,
    fontWeight: 600,
  },
});

export const SidebarLogo = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();

  return (
    <div className={classes.root}>
      <Link to="/" underline="none" className={classes.link} aria-label="Home">
        <svg width="32" height="32" viewBox="0 0 32 32" fill="none">
          <circle cx="16" cy="16" r="4" fill="#7cc6ee" />
          <circle cx="16" cy="16" r="8.5" stroke="#7cc6ee" strokeWidth="2.5" />
          <circle
            cx="16"
            cy="16"
            r="13.5"
            stroke="#7cc6ee"
            strokeWidth="2.5"
            opacity="0.5"
          />
        </svg>
        {isOpen && <span>Ripple</span>}
      </Link>
    </div>
  );
};
