import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { RippleRoot } from '../kit';
import { ChangesView } from './ChangesView';

/** The Changes tab of the entity on the page. */
export function ChangesTab() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  return (
    <RippleRoot>
      <ChangesView key={entityRef} entity={entity} entityRef={entityRef} />
    </RippleRoot>
  );
}
