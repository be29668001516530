import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import PersonIcon from '@material-ui/icons/Person';
import {
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { DemoUser } from '../demoUsers';
import { demoTranslationRef } from '../translation';
import { userCookie } from '../userCookie';

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: 4 },
  select: {
    height: 28,
    width: 132,
    textOverflow: 'ellipsis',
    padding: '0 4px',
    border: '1px solid var(--demo-edge)',
    borderRadius: 4,
    background: 'var(--demo-control)',
    color: 'var(--demo-text)',
    font: 'inherit',
    fontWeight: 600,
  },
});

/** Signs in as another of the demo's users; the page is loaded anew for that. */
export function UserSwitch(props: {
  users: DemoUser[];
  /** Loads the page anew. */
  reload: () => void;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(demoTranslationRef);
  const identity = useApi(identityApiRef);
  const [signedIn, setSignedIn] = useState<string>();
  useEffect(() => {
    let left = false;
    identity.getBackstageIdentity().then(
      ({ userEntityRef }) => {
        if (!left) setSignedIn(userEntityRef);
      },
      () => {},
    );
    return () => {
      left = true;
    };
  }, [identity]);
  return (
    <label className={classes.root} title={t('user.hint')}>
      <PersonIcon fontSize="small" />
      <select
        className={classes.select}
        aria-label={t('user.label')}
        value={signedIn ?? ''}
        onChange={event => {
          document.cookie = userCookie(event.target.value);
          props.reload();
        }}
      >
        {!signedIn && <option value="" />}
        {props.users.map(({ entityRef, title }) => (
          <option key={entityRef} value={entityRef}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
