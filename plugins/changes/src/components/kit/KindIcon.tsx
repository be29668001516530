import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';
import { Icon } from './Icon';
import { kindMark } from './kindMark';
import { useKindName } from './useKindName';

/** The mark of an event, named for screen readers. */
export function KindIcon(props: {
  event: Pick<ChangeEvent, 'type' | 'kind' | 'status' | 'severity' | 'title'>;
  size?: number;
}) {
  const { shape, color } = kindMark(props.event);
  const kindName = useKindName();
  return (
    <Icon
      name={shape}
      color={color}
      size={props.size}
      label={kindName(props.event)}
    />
  );
}
