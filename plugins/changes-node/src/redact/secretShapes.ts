/** A form that a secret has whatever its name. */
export interface SecretShape {
  /** As the documentation lists it. */
  name: string;
  /** Literals, one of which every such secret holds; in any case. */
  anchors: readonly string[];
  /** Characters that stand before the anchor, where it is not the beginning. */
  before?: number;
  /** The secret, and no more; sticky. */
  pattern: RegExp;
}

/**
 * Forms of credentials as their issuers document them; gitleaks, trufflehog and secretlint list them too. Bodies are a little shorter
 * here than issued: a form that grows by a character must not become visible.
 */
export const SECRET_SHAPES: readonly SecretShape[] = [
  shape(
    'GitHub token',
    'ghp_ gho_ ghu_ ghs_ ghr_',
    /gh[pousr]_[A-Za-z0-9]{20,}/y,
  ),
  shape('GitHub token', 'github_pat_', /github_pat_\w{20,}/y),
  shape(
    'GitLab token',
    'glpat- gldt- glrt- glrtr- glcbt- glptt- glft- glsoat- glimt- glagent- gloas- glffct-',
    /gl[a-z]{2,6}-[\w.-]{20,}/y,
  ),
  shape('GitLab token', 'GR1348941', /GR1348941[\w-]{20,}/y),
  shape(
    'Bitbucket or Atlassian token',
    'ATBB ATATT3 ATCTT3',
    /AT(?:BB|ATT3|CTT3)[\w=-]{24,}/y,
  ),
  shape(
    'AWS access key id',
    'AKIA ASIA ABIA ACCA',
    /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])/y,
  ),
  shape(
    'AWS session token',
    'IQoJb3JpZ2lu FwoGZXIvYXdz',
    /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[\w+/=-]{40,}/y,
  ),
  shape('AWS Bedrock key', 'ABSK', /ABSK[A-Za-z0-9+/]{100,}={0,2}/y),
  shape('Google API key', 'AIza', /AIza[\w-]{35}/y),
  shape('Google OAuth token', 'ya29.', /ya29\.[\w-]{20,}/y),
  shape('Google OAuth client secret', 'GOCSPX-', /GOCSPX-[\w-]{20,}/y),
  shape('Azure client secret', 'Q~', /[\w.~-]{3}\dQ~[\w.~-]{31,}/y, 4),
  shape(
    'Azure SAS signature',
    'sig=',
    /(?<=sig=)[A-Za-z0-9%+/]{40,}={0,2}/y,
    -4,
  ),
  shape('Azure DevOps token', 'AZDO', /[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/y, 76),
  shape(
    'Azure account key',
    '+ASt AzCa AzSe AzFu ACDb ARm',
    /[A-Za-z0-9+/]{76}(?:\+ASt|AzCa)[A-Za-z0-9+/]{5,8}={1,2}/y,
    76,
  ),
  shape(
    'Slack token',
    'xoxa- xoxb- xoxp- xoxr- xoxs- xoxo- xoxe- xoxe. xoxc- xoxd-',
    /xox[a-z][.-][\w.%-]{10,}/y,
  ),
  shape('Slack token', 'xapp-', /xapp-\d-[\w-]{20,}/y),
  shape(
    'Webhook address of Slack, Discord, Teams',
    'hooks.slack.com/',
    /(?<=hooks\.slack\.com\/)(?:services|workflows|triggers)\/[\w/+-]{20,}/y,
    -16,
  ),
  shape(
    'Webhook address of Slack, Discord, Teams',
    '/api/webhooks/',
    /(?<=\/api\/webhooks\/)\d{15,}\/[\w-]{40,}/y,
    -14,
  ),
  shape(
    'Webhook address of Slack, Discord, Teams',
    '/webhookb2/',
    /(?<=\/webhookb2\/)[\w@./-]{40,}/y,
    -11,
  ),
  shape('Telegram bot token', ':AA', /(?<=\d{8,12}):AA[\w-]{30,}/y),
  shape(
    'Stripe key',
    'sk_live_ sk_test_ sk_prod_ rk_live_ rk_test_ rk_prod_',
    /[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,}/y,
  ),
  shape('Stripe key', 'whsec_', /whsec_[A-Za-z0-9+/=]{24,}/y),
  shape('npm token', 'npm_', /npm_[A-Za-z0-9]{30,}/y),
  shape('PyPI token', 'pypi-AgE', /pypi-AgE[\w-]{40,}/y),
  shape('Docker Hub token', 'dckr_pat_ dckr_oat_', /dckr_[po]at_[\w-]{20,}/y),
  // What is looked at ahead is not given back: many beginnings in one long run would each be tried at all its lengths.
  shape('JSON Web Token', 'eyJ', /eyJ(?=([\w-]{8,600}))\1\.[\w-]{8,}\.[\w-]*/y),
  shape(
    'Private key',
    '-----BEGIN ',
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/y,
  ),
  shape('Private key', 'PuTTY-User-Key-File-', /PuTTY-User-Key-File-[\s\S]*$/y),
  shape('Private key', 'AGE-SECRET-KEY-1', /AGE-SECRET-KEY-1[A-Z0-9]{50,}/y),
  shape('HashiCorp Vault token', 'hvs. hvb. hvr.', /hv[sbr]\.[\w-]{20,}/y),
  shape(
    'Terraform Cloud token',
    '.atlasv1.',
    /[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,}/y,
    14,
  ),
  shape('SendGrid key', 'SG.', /SG\.[\w-]{16,}\.[\w-]{16,}/y),
  shape('Mailgun key', 'key-', /(?<![\w-])key-[0-9a-f]{32}/y),
  shape(
    'Brevo key',
    'xkeysib- xsmtpsib-',
    /x(?:key|smtp)sib-[a-f0-9]{64}-\w{16}/y,
  ),
  shape('Twilio key', 'SK', /(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])/y),
  shape(
    'OpenAI, Anthropic and like keys',
    'sk-',
    /(?<![A-Za-z0-9])sk-[\w-]{20,}/y,
  ),
  shape(
    'OpenAI, Anthropic and like keys',
    'hf_ gsk_ xai- pplx- r8_ fw_ nvapi-',
    /(?<![A-Za-z0-9])(?:hf|gsk|xai|pplx|r8|fw|nvapi)[_-][A-Za-z0-9_-]{30,}/y,
  ),
  shape(
    'New Relic key',
    'NRAK- NRII- NRJS- NRRA-',
    /NR(?:AK|II|JS|RA)-[\w-]{19,}/y,
  ),
  shape('Grafana token', 'glsa_ glc_', /gl(?:sa|c)_[\w=+/-]{30,}/y),
  shape('Sentry token', 'sntrys_ sntryu_', /sntry[su]_[\w=+/.-]{40,}/y),
  shape(
    'Dynatrace token',
    'dt0c01. dt0s01. dt0s16.',
    /dt0[cs]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{60,}/y,
  ),
  shape('Honeycomb key', 'hcaik_ hcxik_ hcxlk_', /hc[ax][il]k_\w{26,}/y),
  shape(
    'LaunchDarkly key',
    'sdk- api-',
    /(?<![A-Za-z0-9])(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/y,
  ),
  shape(
    'PagerDuty, Opsgenie and like keys in addresses',
    '/integration/',
    /(?<=\/integration\/)[0-9a-f]{32}/y,
    -13,
  ),
  shape(
    'Shopify token',
    'shpat_ shpca_ shppa_ shpss_',
    /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/y,
  ),
  shape('Square token', 'sq0atp- sq0csp-', /sq0(?:atp|csp)-[\w-]{22,}/y),
  shape(
    'PlanetScale credential',
    'pscale_',
    /pscale_(?:pw|tkn|oauth)_[\w.=-]{30,}/y,
  ),
  shape('Databricks token', 'dapi', /(?<![A-Za-z0-9])dapi[a-f0-9]{32}/y),
  shape(
    'DigitalOcean token',
    'dop_v1_ doo_v1_ dor_v1_',
    /do[opr]_v1_[a-f0-9]{60,}/y,
  ),
  shape(
    'Doppler token',
    'dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit.',
    /dp\.[a-z]{2,5}\.(?:[\w-]+\.)?[A-Za-z0-9]{40,}/y,
  ),
  shape('Heroku key', 'HRKU-', /HRKU-[\w-]{36,}/y),
  shape('Fly.io token', 'FlyV1 ', /FlyV1 fm\d[a-z]?_[\w+/=,-]{40,}/y),
  shape(
    'Linear, Notion, Figma, Postman key',
    'lin_api_ ntn_ figd_ PMAK-',
    /(?:lin_api_|ntn_|figd_|PMAK-)[\w-]{30,}/y,
  ),
  shape('Pulumi token', 'pul-', /(?<![A-Za-z0-9])pul-[a-f0-9]{40}/y),
  shape('RubyGems key', 'rubygems_', /rubygems_[a-f0-9]{48}/y),
  shape('NuGet key', 'oy2', /(?<![A-Za-z0-9])oy2[a-z0-9]{43}(?![A-Za-z0-9])/y),
  shape(
    'Artifactory token',
    'AKCp cmVmd',
    /(?<![A-Za-z0-9])(?:AKCp[A-Za-z0-9]{60,}|cmVmd[A-Za-z0-9]{59})/y,
  ),
  shape('SonarQube token', 'squ_ sqp_ sqa_', /sq[upa]_[0-9a-f]{40}/y),
  shape(
    'CircleCI or Buildkite token',
    'CCIPAT_ bkua_',
    /(?:CCIPAT_|bkua_)\w{40,}/y,
  ),
  shape('Cloudflare key', 'v1.0-', /v1\.0-[a-f0-9]{24}-[a-f0-9]{140,}/y),
  shape('Supabase key', 'sbp_ sb_secret_', /sb(?:p|_secret)_[\w-]{30,}/y),
  shape('Tailscale key', 'tskey-', /tskey-[\w-]{20,}/y),
  shape('1Password token', 'ops_eyJ', /ops_eyJ[\w+/=-]{100,}/y),
  shape(
    'Alibaba or Tencent key id',
    'LTAI AKID',
    /(?<![A-Za-z0-9])(?:LTAI[A-Za-z0-9]{16,}|AKID[A-Za-z0-9]{32})/y,
  ),
  shape('Contentful token', 'CFPAT-', /CFPAT-[\w-]{40,}/y),
  shape(
    'Password hash',
    '$2a$ $2b$ $2y$ $2x$',
    /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{50,}/y,
  ),
  shape(
    'Password hash',
    '$apr1$ $1$ $5$ $6$ $y$ $argon2',
    /\$(?:apr1|1|5|6|y|argon2i?d?)\$[^\s:"'\\]{20,}/y,
  ),
  shape('Password hash', '{SHA} {SSHA}', /\{S?SHA\}[A-Za-z0-9+/]{24,}={0,2}/y),
];

function shape(
  name: string,
  anchors: string,
  pattern: RegExp,
  before?: number,
): SecretShape {
  return { name, anchors: anchors.split(/ (?=\S)/), pattern, before };
}
