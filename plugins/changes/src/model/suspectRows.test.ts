import type {
  Suspect,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { suspectRows } from './suspectRows';

function suspect(title: string, cluster?: string): Suspect {
  return {
    event: { id: `${title} ${cluster}`, title, cluster },
    probability: 0.2,
    reasons: [],
  } as unknown as Suspect;
}

describe('suspectRows', () => {
  it('says where, if two suspects read the same', () => {
    const { rows } = suspectRows({
      suspects: [
        suspect('pricing deployed v41', 'prod-eu'),
        suspect('rest-api deployed v2', 'prod-eu'),
        suspect('pricing deployed v41', 'prod-us'),
      ],
      others: { count: 0, probability: 0.2 },
      noChange: 0.2,
    } as unknown as Suspects);
    expect(rows.map(({ place }) => place)).toEqual([
      'prod-eu',
      undefined,
      'prod-us',
    ]);
  });
});
