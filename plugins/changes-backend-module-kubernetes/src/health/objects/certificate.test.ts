import { readFileSync } from 'node:fs';
import path from 'node:path';
import { found, leanWorkload } from '../../__testUtils__/objectFacts';
import { kubernetesObject } from '../../kinds';
import { CERTIFICATE_ASPECT, TLS_SECRET_ASPECT } from './certificate';

const user = leanWorkload({ deployment: { name: 'web' } });
user.mentions = { ...user.mentions, secrets: ['web-tls'] };

/** A Certificate of 90 days that cert-manager renews 30 days before its end. */
function certificate(status: object = {}) {
  return kubernetesObject.parse({
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'c-1',
      resourceVersion: '1',
    },
    spec: { secretName: 'web-tls', dnsNames: ['shop.example.com'] },
    status: {
      notBefore: '2026-09-01T00:00:00Z',
      notAfter: '2026-11-30T00:00:00Z',
      renewalTime: '2026-10-31T00:00:00Z',
      conditions: [{ type: 'Ready', status: 'True', reason: 'Ready' }],
      ...status,
    },
  });
}
const look = (now: string, status?: object) =>
  found(CERTIFICATE_ASPECT, certificate(status), { now, workloads: [user] });

describe('a certificate near its end', () => {
  it('is told to what uses it, two weeks before', () => {
    expect(look('2026-11-15T23:59:59Z')).toEqual([]);
    expect(look('2026-11-16T00:00:00Z')).toMatchObject([
      {
        detector: 'certificate',
        severity: 'warning',
        title: 'certificate web ends on 2026-11-30T00:00:00Z',
        since: '2026-11-16T00:00:00.000Z',
        workloads: ['web'],
        isOpen: true,
        evidence: [
          { label: 'Ends', text: '2026-11-30T00:00:00Z' },
          { label: 'Names', text: 'shop.example.com' },
        ],
      },
    ]);
  });

  it('is critical when it has ended', () => {
    expect(look('2026-11-30T00:00:00Z')).toMatchObject([
      {
        severity: 'critical',
        title: 'certificate web has ended on 2026-11-30T00:00:00Z',
      },
    ]);
  });

  it('asks for a look when that will be', () => {
    const standing = CERTIFICATE_ASPECT.read!(certificate())!;
    const at = (now: string) =>
      CERTIFICATE_ASPECT.detectors[0].detect(
        { object: { name: 'web' }, standing } as never,
        now,
        {
          certificate: {
            beforeSeconds: 14 * 86_400,
            notReadyAfterSeconds: 600,
          },
        } as never,
      ).recheckAt;
    expect(at('2026-10-01T00:00:00Z')).toBe('2026-11-16T00:00:00.000Z');
    expect(at('2026-11-16T00:00:00Z')).toBe('2026-11-30T00:00:00.000Z');
    expect(at('2026-11-30T00:00:00Z')).toBeUndefined();
  });

  it('of a day is left until it should have been renewed', () => {
    const short = {
      notBefore: '2026-11-24T00:00:00Z',
      notAfter: '2026-11-25T00:00:00Z',
      renewalTime: '2026-11-24T16:00:00Z',
    };
    expect(look('2026-11-24T16:10:00Z', short)).toEqual([]);
    expect(look('2026-11-24T20:00:00Z', short)).toHaveLength(1);
  });
});

describe('a certificate that cannot be issued', () => {
  const conditions = [
    {
      type: 'Ready',
      status: 'False',
      reason: 'DoesNotExist',
      message: 'Issuing certificate as Secret does not exist',
      lastTransitionTime: '2026-11-24T17:00:00Z',
    },
  ];
  const never = { notAfter: undefined, renewalTime: undefined, conditions };

  it('is told after ten minutes', () => {
    expect(look('2026-11-24T17:09:59Z', never)).toMatchObject([
      { cause: 'not-ready', isOpen: false },
    ]);
    expect(look('2026-11-24T17:10:00Z', never)).toMatchObject([
      {
        cause: 'not-ready',
        severity: 'warning',
        title:
          'certificate web cannot be issued: Issuing certificate as Secret does not exist',
        isOpen: true,
      },
    ]);
  });

  it('is the reason where the one that there is ends', () => {
    expect(look('2026-11-20T00:00:00Z', { conditions })).toMatchObject([
      {
        cause: '',
        evidence: expect.arrayContaining([
          {
            label: 'Condition',
            text: 'Ready: DoesNotExist: Issuing certificate as Secret does not exist',
          },
        ]),
      },
    ]);
  });
});

describe('a TLS Secret', () => {
  const pem = readFileSync(
    path.join(__dirname, '..', '..', '__fixtures__', 'certificate.pem'),
  );
  const secret = (draft: object = {}) =>
    kubernetesObject.parse({
      metadata: {
        name: 'web-tls',
        namespace: 'shop',
        uid: 's-1',
        resourceVersion: '1',
      },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': pem.toString('base64'), 'tls.key': 'c2VjcmV0' },
      ...draft,
    });

  it('is known by the times of its certificate alone', () => {
    expect(TLS_SECRET_ASPECT.read!(secret())).toEqual({
      notAfter: '2027-02-22T17:14:57.000Z',
      lateFrom: '2027-02-07T17:14:57.000Z',
      keptIn: 'web-tls',
    });
    const now = '2027-02-08T18:00:00Z';
    expect(
      found(TLS_SECRET_ASPECT, secret(), { now, workloads: [user] }),
    ).toMatchObject([
      {
        title: 'certificate web-tls ends on 2027-02-22T17:14:57.000Z',
        workloads: ['web'],
      },
    ]);
  });

  it.each([
    ['it is of another type', secret({ type: 'Opaque' })],
    ['it holds no certificate', secret({ data: { 'tls.crt': 'bm8=' } })],
    ['it is empty', secret({ data: undefined })],
  ])('is silent where %s', (_, object) => {
    expect(TLS_SECRET_ASPECT.read!(object)).toBeUndefined();
  });

  it('that cert-manager made is told as its Certificate', () => {
    const made = secret();
    made.metadata.annotations = { 'cert-manager.io/certificate-name': 'web' };
    expect(TLS_SECRET_ASPECT.read!(made)).toBeUndefined();
  });
});
