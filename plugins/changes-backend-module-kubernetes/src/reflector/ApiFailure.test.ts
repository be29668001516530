import { failureOfError } from './ApiFailure';

const failing = (code: string, message = 'x') =>
  Object.assign(new Error(message), { code });

describe('failureOfError', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
    ['ECONNREFUSED', 'network'],
    ['ENOTFOUND', 'network'],
    ['ECONNRESET', 'network'],
  ])('%s is of class %s', (code, failureClass) => {
    expect(failureOfError(failing(code)).failureClass).toBe(failureClass);
    expect(
      failureOfError(new TypeError('fetch failed', { cause: failing(code) }))
        .failureClass,
    ).toBe(failureClass);
  });

  it('says what happened, not that fetch failed', () => {
    const error = new TypeError('fetch failed', {
      cause: new AggregateError([
        failing('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:6443'),
      ]),
    });
    expect(failureOfError(error).message).toBe(
      'connect ECONNREFUSED 127.0.0.1:6443',
    );
  });
});
