import { responseError } from '../../../dev/responseErrors';
import { readFailure } from './failure';

describe('readFailure', () => {
  it('names the permission that a refusal names', async () => {
    const error = await responseError({
      status: 403,
      name: 'NotAllowedError',
      message: 'Missing permission changes.detail.read',
    });
    expect(readFailure(error)).toMatchObject({
      type: 'forbidden',
      permission: 'changes.detail.read',
    });
  });

  it('keeps the sentence, the status and the request id of an error', async () => {
    const error = await responseError({
      status: 503,
      name: 'ServiceUnavailableError',
      message: 'The database of the changes plugin is away',
      requestId: '7f1c-02ae',
    });
    expect(readFailure(error)).toEqual({
      type: 'failed',
      message: 'The database of the changes plugin is away',
      status: 503,
      requestId: '7f1c-02ae',
    });
  });

  it('passes on what is not an answer at all', () => {
    expect(readFailure(new TypeError('Failed to fetch'))).toEqual({
      type: 'failed',
      message: 'Failed to fetch',
    });
  });
});
