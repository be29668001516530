import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import useAsync from 'react-use/esm/useAsync';

/** The reader's own ref and those of their groups; undefined until it is known. */
export function useOwnRefs(): string[] | undefined {
  const identityApi = useApi(identityApiRef);
  const { value, error } = useAsync(
    () => identityApi.getBackstageIdentity(),
    [identityApi],
  );
  // Who cannot be named owns nothing.
  return error ? [] : value?.ownershipEntityRefs;
}
