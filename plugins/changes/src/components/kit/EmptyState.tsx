import type { ReactNode } from 'react';
import { Notice } from './Notice';

/** There is an answer, and it is that there is nothing. Never drawn in a colour of health. */
export function EmptyState(props: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <Notice
      icon="unknown"
      color="var(--unk)"
      title={props.title}
      actions={props.actions}
    >
      {props.children}
    </Notice>
  );
}
