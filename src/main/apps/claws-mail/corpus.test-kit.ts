import { anna, type ConfigCase, oldPassword } from '../config-corpus.test-kit.ts';
import { sealedByClaws } from './seal.test-kit.ts';

const old = `imap ${anna} mail.example.test old`;
const salt = Buffer.alloc(64, 7);
const kept = sealedByClaws(oldPassword, salt);
const settings = `[Common]\nmaster_passphrase_salt=${salt.toString('base64')}\nuse_master_passphrase=0\nconfig_version=5\n`;
const check = `{PBKDF2-HMAC-SHA1,1000}${Buffer.alloc(64, 1).toString('base64')}`;
const account = `[Account: 1]\nconfig_version=5\naccount_name=Anna\nprotocol=1\nreceive_server=mail.example.test\nuser_id=${anna}\n`;
const sends = 'use_smtp_auth=1\nsmtp_server=smtp.example.test\nssl_smtp=2\n';

const folder = (accounts: string, passwords: string, common = settings): ConfigCase['files'] => ({
  '.claws-mail/accountrc': accounts,
  '.claws-mail/clawsrc': common,
  '.claws-mail/passwordstorerc': `[config_version:5]\n\n${passwords}`,
});

export const clawsMailCases: readonly ConfigCase[] = [
  { is: 'one account', files: folder(account, `[account:1]\nrecv «${kept}»\n`), says: [old] },
  {
    is: 'sending with the same password, and other things kept beside it',
    files: folder(
      `${account}${sends}`,
      `[core:proxy]\nproxy_pass ${kept}\n\n[account:1]\nsend ${kept}\nrecv «${kept}»\n`,
    ),
    says: [old, `smtp ${anna} smtp.example.test old`],
  },
  {
    is: 'sending under another name',
    files: folder(
      `${account}${sends}smtp_user_id=bert\n`,
      `[account:1]\nrecv «${kept}»\nsend ${sealedByClaws('berts', salt)}\n`,
    ),
    says: [old, 'smtp bert smtp.example.test another'],
  },
  {
    is: 'an account as written long ago, in clear',
    files: folder(
      account.replace('config_version=5\n', '').replace('protocol=1', 'protocol=3'),
      '[account:1]\nrecv «Old-Pass-1»\n',
      '[Common]\n',
    ),
    says: [old],
    narrow: true,
  },
  {
    is: 'POP3 with a token, and nothing kept',
    files: folder(
      `${account.replace('protocol=1', 'protocol=0')}use_pop_auth=1\npop_auth_method=2\n\n[Account: 2]\nprotocol=1\nreceive_server=x.test\nuser_id=x\n`,
      '[account:1]\nrecv x\n',
    ),
    says: [`pop3 ${anna} mail.example.test oauth`, 'imap x x.test none'],
  },
  {
    is: 'a passphrase of the person’s own',
    files: folder(
      account,
      `[account:1]\nrecv ${kept}\n`,
      settings.replace('use_master_passphrase=0', `use_master_passphrase=1\nmaster_passphrase=${check}`),
    ),
    says: [`imap ${anna} mail.example.test locked:needs-unlocking`],
  },
  {
    is: 'a passphrase that is known again in another way',
    files: folder(
      account,
      `[account:1]\nrecv ${kept}\n`,
      settings.replace('use_master_passphrase=0', 'use_master_passphrase=1\nmaster_passphrase={SCRYPT,1}AAAA'),
    ),
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'another cipher, and one from before',
    files: folder(
      `${account}${sends}smtp_user_id=bert\n`,
      `[account:1]\nrecv {CHACHA20,1000}AAAA\nsend !c29tZXRoaW5n\n`,
    ),
    says: [
      `imap ${anna} mail.example.test unsupported:not-understood`,
      'smtp bert smtp.example.test unsupported:not-understood',
    ],
  },
  {
    is: 'far too many rounds',
    files: folder(account, `[account:1]\nrecv ${kept.replace('1000', '9999999')}\n`),
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
  {
    is: 'far too many rounds, taken together',
    files: folder(
      `${account}[Account: 2]\nprotocol=1\nreceive_server=x.test\nuser_id=x\n`,
      `${[500_000, 499_999].map((rounds) => `[account:1]\nother${rounds} ${kept.replace('1000', String(rounds))}\n`).join('')}recv ${kept}\n`,
    ),
    says: [`imap ${anna} mail.example.test unsupported:not-understood`, 'imap x x.test none'],
  },
];
