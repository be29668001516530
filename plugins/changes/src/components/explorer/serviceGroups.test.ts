import { INCIDENT_NOW, incidentServices } from '../../../dev/fixtures';
import { inTableOrder, linesInSight, serviceLines } from './serviceGroups';

const { services, totals } = incidentServices(INCIDENT_NOW, { limit: 500 });

describe('serviceLines', () => {
  it('heads each group with its total; the unhealthy come first, unknown before healthy', () => {
    const { lines } = serviceLines([...services].reverse(), totals);
    expect(
      lines.flatMap(line =>
        line.type === 'group' ? [[line.status, line.total]] : [],
      ),
    ).toEqual([
      ['unhealthy', 3],
      ['degraded', 5],
      ['unknown', 3],
      ['healthy', 137],
    ]);
  });

  it('draws only what is in sight and leaves room for the rest', () => {
    const { lines, heightPx } = serviceLines(services, totals);
    const { shown, above, below } = linesInSight(lines, heightPx, {
      from: 2000,
      to: 3000,
    });
    expect(shown.length).toBeLessThan(25);
    expect(above).toBeLessThanOrEqual(2000);
    expect(heightPx - below).toBeGreaterThanOrEqual(3000);
    const drawn = shown.length * 52;
    expect(Math.abs(above + drawn + below - heightPx)).toBeLessThan(60);
  });

  it('orders rows as the table does, for the keys', () => {
    expect(inTableOrder([...services].reverse())[0].health.status).toBe(
      'unhealthy',
    );
  });
});
