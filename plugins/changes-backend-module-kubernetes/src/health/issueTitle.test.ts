import { issueTitle } from './issueTitle';

describe('issueTitle', () => {
  it.each([
    [
      'names the workload',
      'app fails its readiness probe',
      'rest-api: app fails its readiness probe',
    ],
    [
      'does not name it again where its container has the same name',
      'rest-api fails its readiness probe',
      'rest-api fails its readiness probe',
    ],
    [
      'names it where the container’s name only begins alike',
      'rest-api-proxy fails its readiness probe',
      'rest-api: rest-api-proxy fails its readiness probe',
    ],
  ])('%s', (_, finding, title) => {
    expect(issueTitle('rest-api', finding)).toBe(title);
  });
});
