import { TestDatabases } from '@backstage/backend-test-utils';
import type { CoverageNote } from '@ripplehq/backstage-plugin-changes-common';
import { TestStore, deployment } from '../__testUtils__/TestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const ARGO = 'applications.argoproj.io';

const edited = deployment({
  actor: {
    name: 'kubectl-edit',
    kind: 'unknown',
    byHand: true,
    originReason: 'Only a person works with kubectl edit',
  },
  deliveredBy: [ARGO],
});
const applications = (state: CoverageNote['state'], at: string) => ({
  coverage: [{ scope: `hub/${ARGO}`, state, at: `2026-11-19T${at}Z` }],
});

describe.each(databases.eachSupportedId())('by hand on %s', databaseId => {
  const actorAfter = async (...notes: ReturnType<typeof applications>[]) => {
    const store = await TestStore.create(await databases.init(databaseId));
    for (const note of notes) await store.ingest.commit('kubernetes', note);
    await store.ingest.commit('kubernetes', { observations: [edited] });
    const [event] = await store.events();
    return event.actor;
  };

  it('is said where the tool that looks after the workload was watched, wherever it lives', async () => {
    expect(await actorAfter(applications('live', '02:29:30'))).toEqual(
      edited.actor,
    );
  });

  it.each([
    ['was never', []],
    ['could not be', [applications('forbidden', '02:29:30')]],
    [
      'was no longer',
      [applications('live', '01:00:00'), applications('ended', '01:10:00')],
    ],
    [
      'had not been heard of for an hour while it',
      [applications('live', '01:30:00')],
    ],
  ])('is not said where the tool %s watched', async (_, notes) => {
    expect(await actorAfter(...notes)).toEqual({
      name: 'kubectl-edit',
      kind: 'unknown',
      originUnknown: true,
      originReason: 'Argo CD looks after it, and was not watched at that time',
    });
  });
});
