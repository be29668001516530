import type { components } from '@octokit/openapi-types';

/** A shape of GitHub's REST API by its name in the public description. */
export type Schema<Name extends keyof components['schemas']> =
  components['schemas'][Name];
