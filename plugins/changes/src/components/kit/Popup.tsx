import type { ReactNode } from 'react';
import Popover from '@material-ui/core/Popover';
import { RippleRoot } from './RippleRoot';

/** What opens under a control. */
export function Popup(props: {
  /** The control while it is open. */
  anchor: Element | undefined;
  onClose: () => void;
  children: ReactNode;
}) {
  const { anchor, onClose, children } = props;
  return (
    <Popover
      open={anchor !== undefined}
      anchorEl={anchor}
      onClose={onClose}
      anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      transitionDuration={0}
    >
      <RippleRoot>{children}</RippleRoot>
    </Popover>
  );
}
