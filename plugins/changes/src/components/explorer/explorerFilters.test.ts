import {
  formatExplorerFilters,
  parseExplorerFilters,
  servicesQuery,
} from './explorerFilters';

const parse = (text: string) => parseExplorerFilters(new URLSearchParams(text));

describe('explorerFilters', () => {
  it('survives the way through the address', () => {
    const text =
      'q=rest&mine=true&health=unhealthy&environment=prod&environment=staging&owner=group%3Adefault%2Fteam';
    expect(formatExplorerFilters(parse(text)).toString()).toBe(text);
  });

  it('leaves out what it does not understand and keeps what is not ours', () => {
    expect(parse('health=fine&mine=maybe').health).toEqual([]);
    expect(
      formatExplorerFilters(
        parse('q=a'),
        new URLSearchParams('other=1&q=old'),
      ).toString(),
    ).toBe('other=1&q=a');
  });

  it('asks for nothing but what is chosen', () => {
    expect(servicesQuery(parse(''), ['user:default/ines'])).toEqual({});
    expect(servicesQuery(parse('q=+&system=orders'), [])).toEqual({
      system: ['orders'],
    });
  });

  it('asks for the reader’s own and their groups’ with "my services"', () => {
    expect(
      servicesQuery(parse('mine=true&owner=group:default/other'), [
        'user:default/ines',
        'group:default/team-data',
      ]),
    ).toEqual({ owner: ['user:default/ines', 'group:default/team-data'] });
  });
});
