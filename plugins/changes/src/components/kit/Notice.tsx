import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Icon } from './Icon';
import type { ShapeName } from './shapes';

const useStyles = makeStyles({
  notice: { display: 'flex', gap: 14, padding: '14px 16px' },
  body: {
    minWidth: 0,
    flex: 1,
    display: 'grid',
    gap: 8,
    justifyItems: 'start',
  },
  title: { fontSize: 15, fontWeight: 700, lineHeight: 1.35 },
  actions: { display: 'flex', flexWrap: 'wrap', gap: 8 },
});

/** What is to be said where an answer would stand: an icon, a heading, sentences, ways on. */
export function Notice(props: {
  icon: ShapeName;
  color: string;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** `alert` is read out at once. */
  role?: 'alert' | 'status';
}) {
  const classes = useStyles();
  return (
    <div className={classes.notice} role={props.role}>
      <Icon name={props.icon} size={36} color={props.color} />
      <div className={classes.body}>
        <div className={classes.title}>{props.title}</div>
        {props.children}
        {props.actions && (
          <div className={classes.actions}>{props.actions}</div>
        )}
      </div>
    </div>
  );
}
