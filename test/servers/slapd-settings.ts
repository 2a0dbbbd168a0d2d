/** The default ppolicy of the test directory. Every value left out keeps the one named here. */
export interface PasswordPolicy {
  /** Shortest accepted password, in characters. Default 8. */
  readonly minLength?: number;
  /** How many former passwords are refused. Default 3. */
  readonly inHistory?: number;
  /** Wrong tries until the account is locked; 0 never locks. Default 4. */
  readonly maxFailure?: number;
  /** Whether `maxFailure` locks at all. Default true. */
  readonly lockout?: boolean;
  /** Seconds until a locked account opens again; 0 means an administrator must do it. Default 600. */
  readonly lockoutDuration?: number;
  /** The old password must come with the new one, even from an administrator. Default false. */
  readonly safeModify?: boolean;
  /** Seconds until a password expires; 0 never. Default 0. */
  readonly maxAge?: number;
  /** Seconds before a password may be changed again; 0 at once. Default 0. */
  readonly minAge?: number;
  /** Sign-ins that are still allowed with an expired password. Default 0. */
  readonly graceSignIns?: number;
  /** An entry marked with `requireChange` may only change its password until it has. Default true. */
  readonly mustChange?: boolean;
  /** Whether the user may change the own password. Default true. */
  readonly allowUserChange?: boolean;
}

export const suffix = 'dc=example,dc=test';
export const peopleDn = `ou=people,${suffix}`;
export const administratorDn = `cn=admin,${suffix}`;
export const helpdeskDn = `cn=helpdesk,${suffix}`;
export const mailServerDn = `cn=mailserver,${suffix}`;
export const policyDn = `cn=default,ou=policies,${suffix}`;

interface SlapdSettings {
  readonly folder: string;
  readonly administratorPassword: string;
  readonly anonymousRead: boolean;
}

/** The text of slapd.conf. Certificate files are expected in the same folder. */
export function slapdConfiguration(settings: SlapdSettings): string {
  const { folder } = settings;
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/slapd.pid
TLSCACertificateFile ${folder}/authority.pem
TLSCertificateFile ${folder}/server.pem
TLSCertificateKeyFile ${folder}/server.key
# The local socket is the harness's own and counts as protected.
localSSF 256
security simple_bind=128
password-hash {SSHA}
database mdb
maxsize 16777216
suffix "${suffix}"
rootdn "${administratorDn}"
rootpw "${settings.administratorPassword}"
directory ${folder}/database
dbnosync
index objectClass,mail,uid eq
overlay ppolicy
ppolicy_default "${policyDn}"
ppolicy_use_lockout
ppolicy_hash_cleartext
access to attrs=userPassword
  by self =xw
  by dn.exact="${helpdeskDn}" write
  by anonymous auth
  by * none
access to attrs=pwdReset,pwdAccountLockedTime
  by dn.exact="${helpdeskDn}" write
  by users read
  by * none
access to *
  by users read
  by * ${settings.anonymousRead ? 'read' : 'none'}
`;
}

/** The entries that the directory starts with: the tree, the default policy, helpdesk and the mail server's own account. */
export function firstEntries(helpdeskPassword: string, mailServerPassword: string, policy: PasswordPolicy): string {
  const account = (dn: string, name: string, password: string) =>
    `dn: ${dn}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: ${name}\nuserPassword:: ${base64(password)}\n`;
  return [
    `dn: ${suffix}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n`,
    `dn: ${peopleDn}\nobjectClass: organizationalUnit\nou: people\n`,
    `dn: ou=policies,${suffix}\nobjectClass: organizationalUnit\nou: policies\n`,
    `dn: ${policyDn}\nobjectClass: organizationalRole\nobjectClass: pwdPolicy\ncn: default\n${lines(policyAttributes(policy))}\n`,
    account(helpdeskDn, 'helpdesk', helpdeskPassword),
    account(mailServerDn, 'mailserver', mailServerPassword),
  ].join('\n');
}

/** The change record that replaces every value of the default policy. */
export function policyChange(policy: PasswordPolicy): string {
  const changes = policyAttributes(policy).map(([name, value]) => `replace: ${name}\n${name}: ${value}\n-`);
  return `dn: ${policyDn}\nchangetype: modify\n${changes.join('\n')}\n`;
}

/** The entry of one mailbox. */
export function mailboxEntry(dn: string, uid: string, address: string, password: string): string {
  return `dn: ${dn}\nobjectClass: inetOrgPerson\nuid: ${uid}\ncn:: ${base64(uid)}\nsn:: ${base64(uid)}\nmail: ${address}\nuserPassword:: ${base64(password)}\n`;
}

function policyAttributes(policy: PasswordPolicy): [string, string][] {
  const truth = (value: boolean) => (value ? 'TRUE' : 'FALSE');
  return [
    ['pwdAttribute', 'userPassword'],
    ['pwdCheckQuality', '2'],
    ['pwdMinLength', String(policy.minLength ?? 8)],
    ['pwdInHistory', String(policy.inHistory ?? 3)],
    ['pwdMaxFailure', String(policy.maxFailure ?? 4)],
    ['pwdLockout', truth(policy.lockout ?? true)],
    ['pwdLockoutDuration', String(policy.lockoutDuration ?? 600)],
    ['pwdSafeModify', truth(policy.safeModify ?? false)],
    ['pwdMaxAge', String(policy.maxAge ?? 0)],
    ['pwdMinAge', String(policy.minAge ?? 0)],
    ['pwdGraceAuthNLimit', String(policy.graceSignIns ?? 0)],
    ['pwdMustChange', truth(policy.mustChange ?? true)],
    ['pwdAllowUserChange', truth(policy.allowUserChange ?? true)],
  ];
}

function lines(attributes: readonly [string, string][]): string {
  return attributes.map(([name, value]) => `${name}: ${value}`).join('\n');
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
