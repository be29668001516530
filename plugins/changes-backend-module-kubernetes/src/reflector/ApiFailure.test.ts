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

  it.each([
    [
      { code: 'ECONNREFUSED', address: '10.0.0.1', port: 6443 },
      'nothing listens at 10.0.0.1:6443 (ECONNREFUSED)',
    ],
    [
      { code: 'ENOTFOUND', hostname: 'eu.example.com' },
      'the host eu.example.com is not known (ENOTFOUND)',
    ],
    [
      { code: 'ENOENT', syscall: 'spawn aws', path: 'aws' },
      'the program aws that its kubeconfig logs in with is not installed (ENOENT)',
    ],
    [
      { code: 'ENOENT', syscall: 'open', path: '/ca.pem' },
      'its kubeconfig names the file /ca.pem, which does not exist (ENOENT)',
    ],
    [{ name: 'TimeoutError' }, 'no answer came in time'],
  ])('says %j in words that a person can act on', (facts, words) => {
    expect(
      failureOfError(
        new TypeError('fetch failed', {
          cause: Object.assign(new Error('x'), facts),
        }),
      ).message,
    ).toBe(words);
  });
});
