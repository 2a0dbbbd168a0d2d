/*
 * Pages as PostfixAdmin 3.3.13 makes them, in our own words around the names and marks that its templates give: form and
 * field names, `has-error`, `help-block`, `flash-error`, `flash-info`.
 */

/** What a page says above its form. */
export interface Flash {
  readonly errors?: readonly string[];
  readonly news?: readonly string[];
}

export const rules = {
  short: 'Password is too short - requires 5 characters',
  letters: 'Your password must contain at least 3 letters (A-Z, a-z).',
  digits: 'Your password must contain at least 2 digit(s).',
} as const;
export const wrongSignIn = 'Your email address or password is not correct.';
export const wrongCurrent = 'You didn&#039;t supply your current password!';
export const updated = (address: string): string => `The mailbox ${address} has been updated.`;

function whole(kind: string, body: string, { errors = [], news = [] }: Flash = {}): string {
  const list = (name: string, texts: readonly string[]) =>
    texts.length === 0 ? '' : `<ul class="flash-${name}">${texts.map((text) => `<li>${text}</li>`).join('')}</ul>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Postfix Admin</title><script>document.title</script></head>
<body class="lang-en page-${kind} "><nav><ul class="nav"><li><a href="main.php">Home</a></li></ul></nav>
<div class="container" role="main">${list('info', news)}${list('error', errors)}${body}</div>
<footer class="footer"><a href="https://postfixadmin.example.test/">Postfix Admin</a></footer></body></html>`;
}

const button = '<button class="btn" type="submit" name="submit" value="Go">Go</button>';

/** users/login.php and login.php */
export function signInPage(token: string, flash: Flash = {}): string {
  return whole(
    'login',
    `<form name="frmLogin" method="post" action="" role="form" class="form-signin">
<input type="hidden" name="token" value="${token}"/>
<div class="form-group"><label for="fUsername">Login (email):</label><input type="text" name="fUsername" id="fUsername"/></div>
<div class="form-group"><label for="fPassword">Password:</label><input type="password" name="fPassword" id="fPassword"/></div>
<div class="form-group"><label for=lang>Language:</label><select id="lang" name="lang"><option value="de">Deutsch</option>
<option value="en" selected>English</option></select></div>${button}</form>`,
    flash,
  );
}

const group = (label: string, value: string, hint = '', wrong = false) =>
  `<div class="form-group ${wrong ? 'has-error' : ''}"><label for="${label}">${label}</label>
<div class="col-md-6">${value}</div><span class="help-block">${hint}</span></div>`;
const secretField = (name: string) => `<input class="form-control" type="password" name="${name}"/>`;

/** users/password.php */
export function passwordPage(token: string, address: string, wrong = false, flash: Flash = {}): string {
  return whole(
    'password',
    `<form name="password" method="post" action="" class="form-horizontal"><input type="hidden" name="token" value="${token}"/>
<div class="form-group"><label>Login (email):</label><div><p class="form-control-static"><em>${address}</em></p></div></div>
${group('fPassword_current', secretField('fPassword_current'), wrong ? wrongCurrent : '', wrong)}
${group('fPassword', secretField('fPassword'))}${group('fPassword2', secretField('fPassword2'))}${button}</form>`,
    flash,
  );
}

/** Here the hint stands inside the division. */
const editGroup = (label: string, value: string, hint = '', wrong = false) =>
  `<div class="form-group ${wrong ? 'has-error' : ''}"><label for="${label}">${label}</label>
<div class="col-md-6 col-sm-8">${value}<span class="help-block">${hint}</span></div></div>`;

/** edit.php?table=mailbox */
export function editPage(token: string, address: string, wrong: string | null = null, flash: Flash = {}): string {
  return whole(
    'editform',
    `<form name="edit_mailbox" method="post" action="" class="form-horizontal"><input type="hidden" name="table" value="mailbox"/>
<input class="flat" type="hidden" name="token" value="${token}"/>
${editGroup('username', address)}
${editGroup('password', secretField('value[password]'), wrong ?? 'Password for POP3/IMAP', wrong !== null)}
${editGroup('password2', secretField('value[password2]'))}
${editGroup('name', '<input type="text" name="value[name]" value="Anna &lt;b&gt; &amp; &quot;Co&quot;"/>', 'Full name')}
${editGroup('quota', '<input type="text" name="value[quota]" value="1000"/>', 'MB')}
${editGroup('active', '<div class="checkbox"><label><input type="checkbox" value="1" name="value[active]" checked="checked"/></label></div>')}
${editGroup('email_other', '<input type="text" name="value[email_other]" value=""/>')}
<input class="btn" type="submit" name="submit" value="Save changes"/></form>`,
    flash,
  );
}

/** list-virtual.php */
export const listPage = (flash: Flash = {}): string =>
  whole('list-virtual', '<table><tr><td>anna</td></tr></table>', flash);
