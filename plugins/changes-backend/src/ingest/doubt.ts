import type { Actor } from '@ripplehq/backstage-plugin-changes-common';

/** What people call the tools, by the kinds that they are watched by. */
const TOOLS: readonly [RegExp, string][] = [
  [/\.argoproj\.io$/, 'Argo CD'],
  [/\.toolkit\.fluxcd\.io$/, 'Flux'],
];

/**
 * Who did it, where a tool that nobody watched at that time may have done it: then nobody knows whether it was made by hand.
 * @param unwatched - kinds of the tools that look after what was changed, see `Observation.deliveredBy`
 */
export function doubted(actor: Actor, unwatched: readonly string[]): Actor {
  const [kind] = unwatched;
  if (!actor.byHand || kind === undefined) return actor;
  const { byHand: _, ...rest } = actor;
  const tool = TOOLS.find(([pattern]) => pattern.test(kind))?.[1] ?? kind;
  return {
    ...rest,
    originUnknown: true,
    originReason: `${tool} looks after it, and was not watched at that time`,
  };
}
