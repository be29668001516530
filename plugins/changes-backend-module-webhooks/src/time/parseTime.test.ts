import { parseTime } from './parseTime';

const RECEIVED_AT = '2026-11-24T12:00:00Z';

describe('parseTime', () => {
  it.each([
    // PagerDuty
    ['2021-06-04T13:35:29.781Z', '2021-06-04T13:35:29.781Z'],
    ['2020-04-09T15:16:27Z', '2020-04-09T15:16:27.000Z'],
    // Opsgenie: milliseconds and nanoseconds in one body
    [1556886744000, '2019-05-03T12:32:24.000Z'],
    [1556886744123000000, '2019-05-03T12:32:24.123Z'],
    // Datadog: milliseconds as text; seconds; microseconds
    ['1556886744000', '2019-05-03T12:32:24.000Z'],
    [1556886744, '2019-05-03T12:32:24.000Z'],
    [1556886744123456, '2019-05-03T12:32:24.123Z'],
    // Slack
    ['1355517523.000005', '2012-12-14T20:38:43.000Z'],
    // AWS Health
    ['Thu, 1 Nov 2018 22:00:00 GMT', '2018-11-01T22:00:00.000Z'],
    ['2022-07-02 12:33:26.951000+00:00', '2022-07-02T12:33:26.951Z'],
    // Jenkins
    ['2022-02-06T13:48:15.307+0800', '2022-02-06T05:48:15.307Z'],
    // Statuspage
    ['2026-11-19T02:41:08.123-06:00', '2026-11-19T08:41:08.123Z'],
    // Prometheus: nine decimals
    ['2026-11-19T02:41:08.123456789Z', '2026-11-19T02:41:08.123Z'],
    // no offset: UTC
    ['2022-07-02 12:33:26', '2022-07-02T12:33:26.000Z'],
  ])('reads %p', (value, expected) => {
    expect(parseTime(value, RECEIVED_AT)).toBe(expected);
  });

  it.each([
    '0001-01-01T00:00:00Z',
    '1969-12-31 23:59:55',
    // more than a day ahead
    '2026-11-25T12:00:01Z',
    160513393115100000000,
    '2026-13-41T25:00:00Z',
    'yesterday',
    '',
    0,
    -1,
    NaN,
    Infinity,
    null,
    undefined,
    {},
  ])('takes %p for no time', value => {
    expect(parseTime(value, RECEIVED_AT)).toBeUndefined();
  });
});
