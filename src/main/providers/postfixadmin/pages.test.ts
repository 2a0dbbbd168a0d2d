import { describe, expect, it } from 'vitest';
import { readPage } from '../html.ts';
import { changeForm, messagesOf, refusalIn } from './pages.ts';

const long = 'x'.repeat(100_000);
const form = (inside: string) =>
  `<form name="password" method="post" action=""><input name="token"><input name="fPassword_current">
<input name="fPassword"><input name="fPassword2"><em>anna@example.test</em>${inside}</form>`;

describe('the texts of a page', () => {
  it('are those of the list itself', () => {
    const page = readPage('<ul class="flash-error"><li>one</li><li>two</li></ul><ul class="flash-info"><li>three</ul>');
    expect(messagesOf(page ?? [])).toEqual({ errors: ['one', 'two'], news: ['three'] });
  });

  it('stay short and few, and take no time, where lists are in lists', () => {
    const page = readPage(`${'<ul class="flash-error"><li>'.repeat(95)}${long}`) ?? expect.unreachable();
    const started = performance.now();
    const { errors } = messagesOf(page);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(errors).toHaveLength(20);
    expect(errors.join('')).toHaveLength(20_000);
    const many = readPage(`<ul class="flash-error">${'<li>x</li>'.repeat(5_000)}</ul>`) ?? expect.unreachable();
    expect(messagesOf(many).errors).toHaveLength(20);
  });

  it('stay short and few where hints are in hints', () => {
    const hints = '<div class="form-group has-error"><span class="help-block">'.repeat(95);
    const page = readPage(form(`${hints}${long}`)) ?? expect.unreachable();
    const found = changeForm(page, 'self', 'anna@example.test') ?? expect.unreachable();
    const refusal = refusalIn(page, found, 'self');
    expect(refusal?.code).toBe('provider.not-allowed');
    expect(refusal?.words.length).toBeLessThan(21_000);
  });
});
